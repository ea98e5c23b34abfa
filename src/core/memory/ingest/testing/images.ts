/** The first bytes of images of a size; nothing of them is a picture. */
export const pngHeader = (width: number, height: number) => {
  const bytes = Buffer.alloc(64)
  bytes.write('\x89PNG\r\n\x1a\n', 'latin1')
  bytes.writeUInt32BE(13, 8)
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

export const jpegHeader = (width: number, height: number) => {
  const bytes = Buffer.alloc(40)
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]).copy(bytes)
  Buffer.from([0xff, 0xc0, 0, 11, 8]).copy(bytes, 20)
  bytes.writeUInt16BE(height, 25)
  bytes.writeUInt16BE(width, 27)
  return bytes
}

export const gifHeader = (width: number, height: number) => {
  const bytes = Buffer.alloc(16)
  bytes.write('GIF89a', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}

export const webpHeader = (width: number, height: number) => {
  const bytes = Buffer.alloc(32)
  bytes.write('RIFF....WEBPVP8X', 'latin1')
  bytes.writeUIntLE(width - 1, 24, 3)
  bytes.writeUIntLE(height - 1, 27, 3)
  return bytes
}
