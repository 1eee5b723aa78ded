import { type CSSResult, css } from 'lit'

export const helpStyles: CSSResult = css`
  .help {
    margin: 24px 0;
    padding: 4px 16px 14px;
    border-radius: var(--_r3);
    background: var(--_wash);
    font-size: 15px;
  }
  summary {
    padding: 12px 0;
    font-size: 16px;
    font-weight: 600;
    cursor: pointer;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .devices {
    display: flex;
    flex-wrap: wrap;
  }
  .devices input {
    position: absolute;
    opacity: 0;
  }
  .devices label {
    flex: 1;
    padding: 11px 8px;
    border-bottom: 2px solid var(--_line);
    color: var(--_ink-2);
    font-weight: 600;
    text-align: center;
    cursor: pointer;
  }
  .devices input:checked + label {
    border-color: var(--_ink);
    color: var(--_ink);
  }
  .devices input:focus-visible + label {
    outline: 2px solid var(--_accent-ink);
  }
  .devices ol {
    display: none;
    width: 100%;
    padding: 12px 0 12px 20px;
    color: var(--_ink-2);
  }
  #device-iphone:checked ~ .iphone,
  #device-android:checked ~ .android {
    display: block;
  }
  ol b,
  .help .meta b {
    color: var(--_ink);
  }
  li {
    padding: 3px 0;
  }
`
