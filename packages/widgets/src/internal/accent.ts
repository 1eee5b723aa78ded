const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i

/**
 * Colours the primary action in the brand's accent (`#rrggbb`), with black or white text on it, whichever reads better.
 * Text on surfaces stays ink, because nobody knows how a brand's colour reads there.
 */
export function applyAccent(host: HTMLElement, accent: string | null): void {
  const channels = HEX.exec(accent ?? '')?.slice(1)
  if (accent === null || channels === undefined) return
  const [red = 0, green = 0, blue = 0] = channels.map(hex => (Number.parseInt(hex, 16) / 255) ** 2.2)
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  host.style.setProperty('--sparkkit-accent', accent)
  host.style.setProperty('--sparkkit-on-accent', luminance > 0.179 ? '#111' : '#fff')
  host.style.setProperty('--sparkkit-accent-ink', 'var(--_ink)')
}
