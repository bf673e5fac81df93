/**
 * Escape sequences of terminals: colours and cursor moves (CSI), titles and links (OSC, ended by BEL or ST),
 * and the two-character ones. Written out here because a log is untrusted: whatever is left of a sequence
 * that is cut short is dropped as well.
 */
const esc = '\\u001b'
const csi = `(?:${esc}\\[|\\u009b)[0-?]*[ -/]*[@-~]?`
const osc = `${esc}\\][^\\u0007\\u001b]*(?:\\u0007|${esc}\\\\)?`
const short = `${esc}(?:[ -/]+[0-~]|[@-Z^_\\\\])?`
const escapes = new RegExp(`${csi}|${osc}|${short}`, 'g')
/** The other characters that nobody can see; a tab stays. */
const controls = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f'
const invisible = new RegExp(`[${controls}]`, 'g')

/** Makes a line of output readable as text: without colours, and with what a progress bar wrote last. */
export function plainText(line: string): string {
  const text = line.replace(escapes, '').replace(/\r+$/, '')
  const last = text.lastIndexOf('\r')
  return (last < 0 ? text : text.slice(last + 1)).replace(invisible, '')
}
