import { z } from 'zod'
import {
  catalogueModel,
  engineStatus,
  fitEstimate,
  identifier,
  modelDetails,
  modelJob,
  modelName,
  modelsUpdate,
  modelsView,
  nodeName,
} from '../entities'
import { call, stream } from './define'

const onNode = z.object({ node: nodeName, model: modelName })

export const modelsContract = {
  /** The whole view at once, then what changed of it; at most about four times a second while a pull runs. */
  watchModels: stream('read', z.object({}), modelsUpdate),
  getModels: call('read', z.object({}), modelsView),
  /** Asks the node; slow nodes are waited for. */
  showModel: call('read', onNode, modelDetails),
  /** Starts the work and returns at once; `watchModels` tells how it goes. A second pull of the same model joins the first. */
  pullModel: call('admin', onNode, modelJob),
  removeModel: call('admin', onNode, modelJob),
  loadModel: call('admin', onNode, modelJob),
  unloadModel: call('admin', onNode, modelJob),
  /** Idempotent. */
  cancelJob: call('admin', z.object({ id: identifier }), z.null()),
  /** What could be pulled, each with how it would fit every node. */
  listCatalogue: call(
    'read',
    z.object({}),
    z.array(
      z.object({ model: catalogueModel, fits: z.array(z.object({ node: z.string(), fit: fitEstimate })) }),
    ),
  ),
  engineStatus: call('read', z.object({}), engineStatus),
  /** Installs the optional engine; lines of progress, then the end. */
  installEngine: stream('admin', z.object({}), z.object({ line: z.string() })),
  /** Writes into harombe.yaml that this machine answers with the engine, instead of what it answered with; resolves when it does. */
  useEngine: call('admin', z.object({}), engineStatus),
}
