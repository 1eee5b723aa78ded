import { type CSSResult, css } from 'lit'

/** Also served with the page's plain HTML, so both look the same: class names are shared with the server's templates. */
export const approvalStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 100dvh;
    background: var(--_paper);
    font-size: 16px;
  }
  .page {
    display: block;
    max-width: 430px;
    margin: 0 auto;
    padding: 16px 20px 40px;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-bottom: 20px;
  }
  .logo {
    display: grid;
    place-items: center;
    flex: none;
    width: 40px;
    height: 40px;
    border-radius: var(--_r2);
    background: var(--_ink);
    color: var(--_paper);
    font: 700 19px/1 var(--_font);
    object-fit: cover;
  }
  .name {
    font-weight: 600;
    line-height: 1.3;
  }
  .meta {
    color: var(--_ink-2);
    font-size: 14px;
  }
  h1 {
    font-size: 26px;
    line-height: 1.2;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  h2 {
    font-size: 17px;
    line-height: 1.3;
  }
  .lead {
    margin: 8px 0 16px;
    color: var(--_ink-2);
  }
  .item + .item {
    margin-top: 32px;
    padding-top: 24px;
    border-top: 1px solid var(--_line);
  }
  .item:first-of-type {
    margin-top: 16px;
  }
  .post {
    display: flex;
    gap: 14px;
    padding: 14px;
    border: 1px solid var(--_line);
    border-radius: var(--_r3);
  }
  .post > div {
    min-width: 0;
  }
  .thumb {
    flex: none;
    width: 64px;
    height: 80px;
    border-radius: var(--_r1);
    background: var(--_wash-2);
    object-fit: cover;
  }
  .caption {
    display: -webkit-box;
    overflow: hidden;
    font-size: 15px;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .post a {
    display: inline-block;
    margin: -6px 0;
    padding: 12px 0;
    font-size: 14px;
  }
  .terms {
    margin-bottom: 20px;
  }
  .terms > div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 11px 0;
    border-bottom: 1px solid var(--_line);
    font-size: 15px;
  }
  dt {
    flex: none;
    max-width: 45%;
    color: var(--_ink-2);
  }
  dd {
    font-weight: 600;
    text-align: end;
  }
  .answer,
  .receipt {
    display: grid;
    gap: 12px;
    margin-top: 16px;
  }
  .receipt:focus {
    outline: none;
  }
  .label {
    margin-bottom: -4px;
    font-weight: 600;
  }
  .entry {
    display: flex;
    align-items: center;
    border: 1px solid var(--_line-2);
    border-radius: var(--_r2);
    background: var(--_paper);
    color: var(--_ink);
  }
  .entry:focus-within {
    outline: 2px solid var(--_accent-ink);
    outline-offset: 1px;
  }
  .entry.good {
    border-color: var(--_good);
  }
  .entry.bad {
    border-color: var(--_bad);
  }
  .code,
  .mono {
    font-family: var(--_mono);
  }
  .code {
    flex: 1;
    min-width: 0;
    min-height: 52px;
    padding: 0 14px;
    border: 0;
    border-radius: var(--_r2);
    outline: none;
    background: none;
    font-size: max(16px, 1em);
    text-overflow: ellipsis;
  }
  .entry .link {
    min-height: 48px;
    padding: 0 16px;
    font-size: 15px;
  }
  .hint {
    margin-top: -4px;
    font-size: 15px;
  }
  .hint:empty {
    margin-bottom: -12px;
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    margin-top: -4px;
    color: var(--_ink-2);
    font-size: 15px;
  }
  select.field {
    width: auto;
    min-height: 48px;
    padding: 0 12px;
    border-color: var(--_line);
    font-size: max(16px, 1em);
  }
  textarea.field {
    min-height: 48px;
    padding: 12px 14px;
    font-size: max(16px, 1em);
    resize: vertical;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
    margin-top: 4px;
  }
  .pair > :only-child {
    grid-column: 1 / -1;
  }
  .button {
    min-height: 50px;
    border-radius: var(--_r2);
    font-size: 16px;
  }
  .button.danger {
    border-color: var(--_bad);
    color: var(--_bad);
  }
  .left {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  .mono {
    color: var(--_ink-2);
    font-size: 14px;
  }
  progress {
    display: block;
    width: 100%;
    height: 5px;
    margin-top: -6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--_wash-2);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--_wash-2);
  }
  progress::-webkit-progress-value {
    background: var(--_good);
  }
  progress::-moz-progress-bar {
    background: var(--_good);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 4px 16px;
    margin-top: 20px;
  }
  .receipt > details > .button {
    display: grid;
    place-items: center;
    padding: 0 14px;
    list-style: none;
  }
  .receipt > details > .button::-webkit-details-marker {
    display: none;
  }
  .reason summary {
    font-size: 15px;
    font-weight: 400;
  }
  .languages {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
  }
  .languages > * {
    padding: 12px 8px;
    color: var(--_ink-2);
    font-weight: 400;
  }
  .languages > b {
    color: var(--_ink);
    font-weight: 600;
  }
  .language {
    min-height: 48px;
    padding: 0 4px;
    border: 0;
    background: none;
    font-size: 16px;
  }
`
