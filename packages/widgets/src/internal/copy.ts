/**
 * Copies text, or text that a call will bring: then the clipboard is claimed inside the click, as Safari wants it.
 * Answers false when the browser allows no way. Rejects when the promised text does.
 */
export async function copyText(source: string | Promise<string>, parent: ParentNode & Node): Promise<boolean> {
  if (typeof source !== 'string' && (await copyPromised(source))) return true
  const text = await source
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text, parent)
  }
}

async function copyPromised(source: Promise<string>): Promise<boolean> {
  if (typeof ClipboardItem !== 'function' || navigator.clipboard?.write === undefined) return false
  try {
    const blob = source.then(text => new Blob([text], { type: 'text/plain' }))
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    return false
  }
}

function copyBySelection(text: string, parent: ParentNode & Node): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'sr'
  parent.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
  }
}
