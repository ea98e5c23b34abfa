import { z } from 'zod'
import { isDisplayOnly, isIntegrated, vendorOf } from '../gpu-kind'
import type { GpuSighting } from '../gpu-sighting'
import { cleanText } from '../text'

const mebibyte = 1024 ** 2

const controller = z.object({
  vendor: z.string().catch(''),
  model: z.string().catch(''),
  /** MiB */
  vram: z
    .number()
    .positive()
    .max(2 ** 30)
    .nullable()
    .catch(null),
})
const graphics = z.object({ controllers: z.array(z.unknown()).catch([]) })

/**
 * GPUs from what `systeminformation.graphics()` returned, displays without a GPU left out. Windows' older interface
 * ends just below 4 GiB whatever the card has; such a figure is no figure.
 */
export function parseGraphicsControllers(value: unknown): GpuSighting[] {
  const parsed = graphics.safeParse(value)
  if (!parsed.success) return []
  return parsed.data.controllers.flatMap(entry => {
    const read = controller.safeParse(entry)
    if (!read.success) return []
    const { vendor: maker, model, vram } = read.data
    const name = cleanText(model)
    if (name === '' || isDisplayOnly(`${maker} ${model}`)) return []
    const vendor = vendorOf(`${maker} ${model}`)
    const borrows = isIntegrated(vendor, name)
    const capped = vram !== null && vram >= 4095 && vram < 4096
    return [
      {
        name,
        vendor,
        source: 'systeminformation',
        memoryBytes: borrows ? 0 : vram === null || capped ? null : Math.round(vram * mebibyte),
        memoryUsedBytes: null,
        load: null,
        unified: false,
      } satisfies GpuSighting,
    ]
  })
}
