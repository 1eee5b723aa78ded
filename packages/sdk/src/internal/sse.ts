/** One message of a stream of server-sent events. */
export type SseMessage = { readonly id: string; readonly data: string }

/** Reads server-sent events from bytes that arrive in any pieces. Comments are swallowed. */
export function sseReader(): (chunk: Uint8Array) => SseMessage[] {
  const decoder = new TextDecoder()
  let rest = ''
  let id = ''
  let data: string[] = []
  const take = (line: string, into: SseMessage[]): void => {
    if (line === '') {
      if (data.length > 0) into.push({ id, data: data.join('\n') })
      data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') id = value
    if (field === 'data') data.push(value)
  }
  return chunk => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/)
    rest = lines.pop() ?? ''
    const messages: SseMessage[] = []
    for (const line of lines) take(line, messages)
    return messages
  }
}
