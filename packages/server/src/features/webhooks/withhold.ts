const CODE = /"code":"#([^"\\]{16,})"/
const ENOUGH = 16

/** What a text says under the escapes that JSON and URLs put into it. */
function plain(text: string): string {
  return text.replaceAll('\\', '').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The beginning of a receiver's answer, unless it repeats the code that it was sent: codes are kept nowhere but in their column. */
export function withholdCode(excerpt: string, sent: string): string {
  const code = CODE.exec(sent)?.[1]
  if (code === undefined || !plain(excerpt).includes(code.slice(0, ENOUGH))) return excerpt
  return 'Not kept: the answer repeats the Spark Code it was sent.'
}
