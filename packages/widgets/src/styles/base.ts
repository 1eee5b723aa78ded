import { type CSSResult, css } from 'lit'

/** Text, buttons and fields that every element shares. */
export const base: CSSResult = css`
  :host {
    color: var(--_ink);
    font: 400 14px/1.45 var(--_font);
    font-variant-numeric: tabular-nums;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
  }
  button,
  input,
  select,
  textarea {
    margin: 0;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
  }
  a,
  .link {
    color: var(--_accent-ink);
    font-weight: 600;
    text-decoration: none;
  }
  a:hover,
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-ink);
    outline-offset: 2px;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_r1);
    background: var(--_paper);
    color: var(--_ink);
    font-size: 13px;
    font-weight: 600;
    line-height: 1.2;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: opacity 140ms;
  }
  .button:hover {
    border-color: var(--_line-2);
    text-decoration: none;
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    opacity: 0.9;
  }
  .button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  .field {
    width: 100%;
    border: 1px solid var(--_line-2);
    border-radius: var(--_r2);
    background: var(--_paper);
    color: var(--_ink);
  }
  .good {
    color: var(--_good);
  }
  .warn {
    color: var(--_warn);
  }
  .bad {
    color: var(--_bad);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`
