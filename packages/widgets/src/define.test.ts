import { expect, test } from 'vitest'

test('classes register nothing, define files do so once, and a second copy does not throw', async () => {
  const { SparkkitContentGrid } = await import('./index.ts')
  expect(customElements.get('sparkkit-content-grid')).toBeUndefined()
  class Other extends HTMLElement {}
  customElements.define('sparkkit-approval-form', Other)
  await import('./define.ts')
  expect(customElements.get('sparkkit-content-grid')).toBe(SparkkitContentGrid)
  expect(customElements.get('sparkkit-approval-form')).toBe(Other)
})
