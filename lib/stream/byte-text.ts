/**
 * Bytes as text, for a stream that is text: each byte is the character 32 places above it, so that none is a line
 * break. Most bytes of a frame are small and stay single in UTF-8, where base64 makes four of every three.
 */
const shift = 32

/** Turns bytes into text without line breaks. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte + shift)
  return text
}

/** Turns such a text into bytes; throws a RangeError where the text is none. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at) - shift
    if (byte < 0 || byte > 255) throw new RangeError('the text holds a character that is no byte')
    bytes[at] = byte
  }
  return bytes
}
