import { createHash } from 'node:crypto'

const WIDTH = 360
const HEIGHT = 450

/** A quiet picture drawn from the id alone: the same post always looks the same. */
export function drawThumbnail(contentId: string): string {
  const bytes = createHash('sha256').update(contentId).digest()
  const at = (index: number): number => (bytes[index % bytes.length] ?? 0) / 255
  const hue = Math.round(at(0) * 360)
  const stop = (shift: number, light: number) => `hsl(${(hue + shift) % 360} ${Math.round(38 + at(1) * 22)}% ${light}%)`
  const circles = [0, 1, 2, 3].map(index => {
    const base = 2 + index * 5
    const radius = 60 + at(base + 2) * 120
    return `<circle cx="${Math.round(at(base) * WIDTH)}" cy="${Math.round(at(base + 1) * HEIGHT)}" r="${Math.round(radius)}" fill="${stop(
      Math.round(at(base + 3) * 80),
      Math.round(52 + at(base + 4) * 26),
    )}" opacity=".55"/>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${stop(0, 72)}"/><stop offset="1" stop-color="${stop(48, 52)}"/></linearGradient></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#g)"/>`,
    ...circles,
    '</svg>',
  ].join('')
}
