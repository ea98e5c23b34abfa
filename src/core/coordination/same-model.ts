export { isSameModel, plainName } from '../../shared/same-model'
