import { describeHistories } from './testing/describe-histories'

describeHistories(1, 2)
