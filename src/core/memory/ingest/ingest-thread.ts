import { parentPort, workerData } from 'node:worker_threads'
import { parseFile } from './parse-file'
import type { IngestReply, IngestRequest } from './thread-messages'

/**
 * The thread that takes a file apart. Built as out/main/ingest-thread.js; started for one file and ended by whoever started it when that takes
 * too long, since nothing else stops a parser in a file that was made to be endless.
 */
const port = parentPort
if (port === null) throw new Error('This file is the ingest thread; it is not run by itself.')
const { name, bytes }: IngestRequest = workerData
const reply: IngestReply = await parseFile(name, bytes)
port.postMessage(reply)
