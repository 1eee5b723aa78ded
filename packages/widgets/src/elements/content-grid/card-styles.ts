import { type CSSResult, css } from 'lit'

export const cardStyles: CSSResult = css`
  .viewport {
    position: relative;
    height: var(--height);
    overflow-anchor: none;
    transition: opacity 140ms;
  }
  .viewport.waiting {
    opacity: 0.55;
  }
  .mark {
    position: absolute;
    width: 1px;
    scroll-margin: 24px;
  }
  .line {
    position: absolute;
    top: 0;
    right: 0;
    left: 0;
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    gap: var(--gap);
    transform: translateY(var(--y));
  }
  .line.still {
    position: static;
    transform: none;
  }
  .card {
    position: relative;
    container-type: inline-size;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_r3);
    background: var(--_paper);
  }
  .card.selected {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .thumb {
    position: relative;
    aspect-ratio: 4 / 5;
    background: var(--_wash-2);
  }
  .thumb img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .badge {
    position: absolute;
    bottom: 10px;
    left: 10px;
    padding: 3px 7px;
    border-radius: var(--_r1);
    background: rgb(15 17 20 / 0.78);
    color: #fff;
    font-size: 11px;
    font-weight: 600;
  }
  .badge.end {
    right: 10px;
    left: auto;
  }
  .pick {
    position: absolute;
    z-index: 1;
    top: 0;
    left: 0;
    padding: 10px;
    cursor: pointer;
  }
  .pick input {
    display: block;
    width: 22px;
    height: 22px;
    border: 1px solid rgb(15 17 20 / 0.35);
    border-radius: var(--_r1);
    background: rgb(255 255 255 / 0.9);
    appearance: none;
    cursor: pointer;
  }
  .pick input:checked {
    border-color: transparent;
    background: var(--_accent);
  }
  .pick input:checked::after {
    display: block;
    width: 6px;
    height: 11px;
    margin: 2px auto 0;
    border: solid var(--_on-accent);
    border-width: 0 2px 2px 0;
    content: '';
    transform: rotate(45deg);
  }
  .body {
    padding: 12px 13px 13px;
  }
  .who {
    display: flex;
    gap: 8px;
    align-items: baseline;
    justify-content: space-between;
  }
  .handle {
    min-width: 0;
    padding: 0;
    overflow: hidden;
    border: 0;
    background: none;
    font-size: 13px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }
  .handle:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  time {
    flex: none;
    color: var(--_ink-2);
    font-size: 12px;
  }
  .caption {
    display: -webkit-box;
    height: calc(2em * 1.45);
    margin-top: 2px;
    overflow: hidden;
    color: var(--_ink-2);
    font-size: 13px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .numbers {
    display: flex;
    gap: 16px;
    margin-top: 8px;
    padding-bottom: 11px;
    border-bottom: 1px solid var(--_line);
  }
  .numbers > div {
    display: flex;
    flex-direction: column-reverse;
  }
  dd {
    font-size: 15px;
    font-weight: 600;
    line-height: 1.35;
  }
  dt {
    color: var(--_ink-2);
    font-size: 11px;
  }
  .next {
    display: flex;
    gap: 6px;
    align-items: center;
    justify-content: space-between;
    margin-top: 12px;
  }
  .next .button {
    flex: none;
    padding: 4px 9px;
    font-size: 12px;
  }
  .next .pill {
    padding: 3px 8px;
    overflow: hidden;
    font-size: 11px;
    text-overflow: ellipsis;
  }
  .card.empty .body {
    display: grid;
    gap: 10px;
    height: 188px;
    align-content: start;
  }
  .card.empty .skeleton {
    height: 14px;
  }
  .card.empty .short {
    width: 60%;
  }
  @container (max-width: 222px) {
    .next {
      flex-direction: column;
      align-items: stretch;
      text-align: center;
    }
    .next .pill {
      align-self: start;
    }
    .next .button {
      min-height: 40px;
    }
  }
`
