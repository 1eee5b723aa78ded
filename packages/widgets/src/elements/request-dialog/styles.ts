import { type CSSResult, css } from 'lit'

export const dialogStyles: CSSResult = css`
  dialog {
    width: min(520px, calc(100vw - 32px));
    max-height: min(760px, calc(100dvh - 32px));
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_r3);
    background: var(--_paper);
    color: var(--_ink);
    box-shadow: 0 24px 64px rgb(0 0 0 / 0.28);
  }
  dialog[open] {
    display: flex;
    animation: rise 160ms ease-out;
  }
  dialog::backdrop {
    background: rgb(15 17 20 / 0.5);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .sheet {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 14px;
    min-width: 0;
    padding: 20px;
  }
  .scroll {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    min-height: 0;
    margin: 0 -20px;
    padding: 2px 20px;
    overflow: auto;
  }
  h2 {
    font-size: 20px;
    line-height: 1.25;
  }
  h3,
  legend {
    font-size: 13px;
    font-weight: 600;
  }
  legend {
    margin-bottom: 8px;
  }
  fieldset {
    min-width: 0;
  }
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    list-style: none;
  }
  .days {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(84px, 1fr));
    gap: 8px;
  }
  .days input {
    position: absolute;
    opacity: 0;
  }
  .days label {
    padding: 8px 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_r1);
    font-size: 13px;
    font-weight: 600;
    text-align: center;
    cursor: pointer;
  }
  .days input:checked + label {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .days input:focus-visible + label {
    outline: 2px solid var(--_accent-ink);
    outline-offset: 2px;
  }
  .post {
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .post img {
    flex: none;
    border-radius: var(--_r1);
    background: var(--_wash-2);
    object-fit: cover;
  }
  .post div {
    min-width: 0;
  }
  .post p {
    overflow: hidden;
    color: var(--_ink-2);
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .post .reason {
    color: var(--_warn);
    white-space: normal;
  }
  .reasons {
    padding-left: 18px;
    list-style: disc;
  }
  .meta {
    color: var(--_ink-2);
    font-size: 13px;
  }
  textarea.field {
    padding: 12px 14px;
    font-size: 14px;
    line-height: 1.5;
    resize: vertical;
  }
  .under {
    display: flex;
    gap: 16px;
    justify-content: space-between;
    min-height: 1.45em;
    font-size: 13px;
  }
  .status {
    overflow-wrap: anywhere;
  }
  .under .link {
    flex: none;
    align-self: start;
  }
  .template {
    display: grid;
    gap: 8px;
    padding: 14px;
    border-radius: var(--_r2);
    background: var(--_wash);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: flex-end;
  }
  .actions .button {
    min-height: 38px;
    padding: 4px 16px;
    font-size: 14px;
  }
  @media (max-width: 480px) {
    .actions .button {
      flex: 1;
      min-height: 46px;
    }
  }
`
