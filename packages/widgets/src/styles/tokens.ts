import { type CSSResult, css, unsafeCSS } from 'lit'

/**
 * The colours a host may change, as `--sparkkit-<name>`: light value, dark value.
 * `on-accent` is the text on `accent`; `accent-ink` is `accent` where it colours text on a surface.
 */
export const COLOR_TOKENS = {
  ink: ['#17181c', '#f1f2f5'],
  'ink-2': ['#5b5f6a', '#a9aebb'],
  'ink-3': ['#8a8f9b', '#7d8290'],
  paper: ['#ffffff', '#17191e'],
  wash: ['#f6f6f8', '#0f1114'],
  'wash-2': ['#ececf0', '#262a32'],
  line: ['#e4e5e9', '#2c2f37'],
  'line-2': ['#8a8f9b', '#7d8290'],
  accent: ['#d63a17', '#ff6b47'],
  'on-accent': ['#ffffff', '#1b0d08'],
  'accent-ink': ['#cb3413', '#ff7a59'],
  good: ['#12734a', '#63d3a0'],
  'good-wash': ['#e4f4ec', '#12301f'],
  warn: ['#8f5600', '#f0b95c'],
  'warn-wash': ['#fcf1de', '#35280f'],
  bad: ['#b3261e', '#ff8f84'],
  'bad-wash': ['#fcebe9', '#3b1b18'],
  info: ['#2f5fb3', '#8fb4ff'],
  'info-wash': ['#e7effc', '#17264a'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

const colors = Object.entries(COLOR_TOKENS)
const declare = (value: (light: string, dark: string) => string): CSSResult =>
  unsafeCSS(colors.map(([name, [light, dark]]) => `--_${name}:var(--sparkkit-${name},${value(light, dark)});`).join(''))

const light = declare(first => first)
const dark = declare((_, second) => second)

/**
 * Private `--_*` names over the public `--sparkkit-*` ones. Without a `theme` attribute the colours follow the page's
 * `color-scheme`; `auto` follows the system. Browsers without `light-dark()` stay light unless the theme says otherwise.
 */
export const tokens: CSSResult = css`
  :host {
    ${light}
    --_font: var(--sparkkit-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif);
    --_mono: var(--sparkkit-font-mono, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    --_r1: var(--sparkkit-radius-control, 6px);
    --_r2: var(--sparkkit-radius-field, 10px);
    --_r3: var(--sparkkit-radius-card, 14px);
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
    ${dark}
  }
  @supports (color: light-dark(#000, #fff)) {
    :host,
    :host([theme]) {
      ${declare((first, second) => `light-dark(${first},${second})`)}
    }
  }
`
