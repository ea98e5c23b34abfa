import {
  type CatalogueModel,
  type FitEstimate,
  type ModelJob,
  type NodeLibraryView,
  type NodeModel,
  unknownCapabilities,
} from '../../../shared/entities'

export function createLibrary(part: Partial<NodeLibraryView> = {}): NodeLibraryView {
  return {
    node: 'mini',
    tier: 0,
    backend: 'ollama',
    online: true,
    simulated: false,
    abilities: { pull: true, remove: true, load: true, unload: true },
    tellsLoaded: true,
    ...part,
  }
}

export function createFit(part: Partial<FitEstimate> = {}): FitEstimate {
  return {
    verdict: 'gpu',
    weightsBytes: 4_700_000_000,
    keyValueBytes: 470_000_000,
    totalBytes: 5_200_000_000,
    usableVramBytes: 13_000_000_000,
    usableMemoryBytes: 16_000_000_000,
    contextLength: 8192,
    corrected: false,
    reason: 'It needs 5.2 GB of the 13 GB of video memory.',
    ...part,
  }
}

export function createModel(part: Partial<NodeModel> = {}): NodeModel {
  return {
    name: 'qwen2.5:7b',
    sizeBytes: 4_683_087_332,
    digest: 'sha256:845dbda0ea48',
    family: 'qwen2',
    parameters: '7.6B',
    quantization: 'Q4_K_M',
    contextLength: 32_768,
    node: 'mini',
    tier: 0,
    loaded: null,
    capabilities: { ...unknownCapabilities, chat: 'yes', tools: 'yes' },
    evidence: 'declared',
    fit: createFit(),
    isDefault: false,
    ...part,
  }
}

export function createJob(part: Partial<ModelJob> = {}): ModelJob {
  return {
    id: 'job-1',
    kind: 'pull',
    node: 'mini',
    model: 'qwen2.5:7b',
    state: 'running',
    status: 'downloading',
    completedBytes: 1_200_000_000,
    totalBytes: 4_700_000_000,
    bytesPerSecond: 24_000_000,
    startedAt: 0,
    endedAt: null,
    error: null,
    ...part,
  }
}

export function createCatalogueModel(part: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    name: 'qwen2.5:7b',
    title: 'Qwen 2.5 7B',
    family: 'qwen2',
    parametersBillion: 7.6,
    quantization: 'Q4_K_M',
    sizeBytes: 4_683_087_332,
    contextLength: 32_768,
    architecture: { layers: 28, keyValueHeads: 4, keyLength: 128, valueLength: 128 },
    capabilities: ['chat', 'tools'],
    license: 'Apache-2.0',
    suggestedTier: 1,
    note: 'A good all-rounder.',
    gguf: { url: 'https://example.com/qwen2.5-7b.gguf', sha256: null },
    ...part,
  }
}
