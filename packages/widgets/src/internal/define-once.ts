/** Registers a tag unless another copy of the library already did: the first one on a page wins, and none throws. */
export function defineOnce(tag: string, element: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, element)
}
