import { type CSSResult, css } from 'lit'

export const gridStyles: CSSResult = css`
  :host {
    display: block;
    background: var(--_wash);
  }
  .root {
    container-type: inline-size;
    min-height: 320px;
  }
  .toolbar {
    display: flex;
    gap: 10px;
    padding: 14px 20px;
    border-bottom: 1px solid var(--_line);
    background: var(--_paper);
  }
  .search {
    position: relative;
    flex: 1;
    min-width: 0;
  }
  .search svg {
    position: absolute;
    top: 50%;
    left: 14px;
    color: var(--_ink-2);
    transform: translateY(-50%);
    pointer-events: none;
  }
  .toolbar .field {
    min-height: 42px;
    padding: 0 12px;
    border-color: var(--_line);
  }
  .toolbar .search .field {
    padding-left: 40px;
    text-overflow: ellipsis;
  }
  .field::placeholder {
    color: var(--_ink-2);
    opacity: 1;
  }
  .toolbar .button {
    min-height: 42px;
    border-radius: var(--_r2);
  }
  .toolbar select {
    width: auto;
    color: var(--_ink-2);
    font-weight: 600;
  }
  .columns {
    display: grid;
    grid-template-columns: 204px minmax(0, 1fr);
    gap: 24px;
    align-items: start;
    padding: 18px 20px 24px;
  }
  .narrow .columns {
    display: block;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    min-height: 32px;
    margin-bottom: 14px;
  }
  h2 {
    margin-right: 8px;
    font-size: 20px;
    line-height: 1.3;
  }
  .chip {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    min-height: 30px;
    padding: 2px 11px;
    border: 1px solid var(--_line);
    border-radius: 99px;
    background: var(--_paper);
    color: var(--_ink-2);
    font-size: 13px;
    cursor: pointer;
  }
  .chip:hover {
    border-color: var(--_line-2);
    color: var(--_ink);
  }
  .heading .link {
    min-height: 30px;
    padding: 0 4px;
    font-size: 13px;
  }
  .bar {
    position: sticky;
    z-index: 2;
    bottom: 16px;
    display: flex;
    gap: 10px 16px;
    align-items: center;
    width: fit-content;
    max-width: 100%;
    margin: 16px auto 0;
    padding: 10px 10px 10px 18px;
    border-radius: var(--_r2);
    background: var(--_ink);
    color: var(--_paper);
    box-shadow: 0 8px 28px rgb(0 0 0 / 0.24);
    animation: rise 160ms ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .bar .summary {
    opacity: 0.78;
  }
  .bar .button:not(.primary) {
    border-color: currentColor;
    background: none;
    color: inherit;
  }
  .message {
    display: grid;
    gap: 12px;
    justify-items: center;
    padding: 32px 16px;
    color: var(--_ink-2);
    text-align: center;
  }
  .message h3 {
    color: var(--_ink);
    font-size: 17px;
  }
  .notice {
    position: fixed;
    z-index: 3;
    right: 16px;
    bottom: 16px;
    left: 16px;
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    align-items: center;
    width: fit-content;
    max-width: min(480px, calc(100vw - 32px));
    margin: 0 auto;
    padding: 12px 18px;
    border-radius: var(--_r2);
    background: var(--_ink);
    color: var(--_paper);
  }
  .notice:empty {
    display: none;
  }
  .notice .field {
    padding: 6px 10px;
    font-family: var(--_mono);
  }
  .narrow .toolbar {
    flex-wrap: wrap;
    padding: 12px 16px;
  }
  .narrow .search {
    flex-basis: 100%;
  }
  .narrow .search .field {
    font-size: 16px;
  }
  .narrow .columns {
    padding: 14px 16px 24px;
  }
  @container (max-width: 559px) {
    .bar {
      flex-wrap: wrap;
      width: auto;
      padding: 12px;
    }
    .bar .summary {
      flex: 1 1 60%;
      text-align: end;
    }
    .bar .button {
      flex: 1;
      min-height: 42px;
    }
  }
`
