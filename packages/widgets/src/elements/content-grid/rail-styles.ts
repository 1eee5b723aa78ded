import { type CSSResult, css } from 'lit'

/** The filters, beside the cards or in a sheet. */
export const railStyles: CSSResult = css`
  .rail {
    display: grid;
    gap: 22px;
  }
  .columns > .rail {
    position: sticky;
    top: 0;
    max-height: 100dvh;
    margin: -4px -8px;
    padding: 4px 8px;
    overflow: auto;
    scrollbar-width: thin;
  }
  legend {
    margin-bottom: 8px;
    font-size: 13px;
    font-weight: 600;
  }
  .choice {
    display: flex;
    gap: 9px;
    align-items: center;
    padding: 4px 0;
    color: var(--_ink-2);
    cursor: pointer;
  }
  .choice:hover,
  .choice:has(:checked) {
    color: var(--_ink);
  }
  .choice input {
    flex: none;
    width: 15px;
    height: 15px;
    accent-color: var(--_accent);
  }
  .count {
    margin-left: auto;
    font-size: 12px;
  }
  .range {
    position: relative;
    height: 24px;
  }
  .range::before,
  .range::after {
    position: absolute;
    top: 10px;
    right: 0;
    left: 0;
    height: 4px;
    border-radius: 2px;
    background: var(--_wash-2);
    content: '';
  }
  .range::after {
    right: calc(100% - var(--high));
    left: var(--low);
    background: var(--_accent);
  }
  .range input {
    position: absolute;
    z-index: 1;
    inset: 0;
    width: 100%;
    height: 24px;
    background: none;
    appearance: none;
    pointer-events: none;
  }
  .range input::-webkit-slider-thumb {
    width: 16px;
    height: 16px;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    background: var(--_paper);
    appearance: none;
    pointer-events: auto;
    cursor: grab;
  }
  .range input::-moz-range-thumb {
    width: 12px;
    height: 12px;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    background: var(--_paper);
    pointer-events: auto;
    cursor: grab;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    color: var(--_ink-2);
    font-size: 12px;
  }
  dialog.sheet {
    width: min(340px, 100vw);
    max-width: none;
    height: 100dvh;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: var(--_paper);
    color: var(--_ink);
  }
  dialog.sheet[open] {
    display: block;
    animation: rise 160ms ease-out;
  }
  dialog.sheet::backdrop {
    background: rgb(15 17 20 / 0.5);
  }
  .sheet > div {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .sheet .rail {
    flex: 1;
    align-content: start;
    padding: 20px;
    overflow: auto;
  }
  .sheet .choice {
    min-height: 40px;
  }
  .sheet .choice input {
    width: 20px;
    height: 20px;
  }
  .sheet .button {
    min-height: 48px;
    margin: 12px 20px 20px;
    border-radius: var(--_r2);
    font-size: 15px;
  }
`
