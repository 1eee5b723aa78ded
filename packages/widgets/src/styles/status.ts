import { type CSSResult, css } from 'lit'

/** Pills that name a status, and what stands where something is loading. */
export const status: CSSResult = css`
  .pill {
    display: inline-block;
    padding: 3px 9px;
    border-radius: 99px;
    background: var(--_wash-2);
    color: var(--_ink-2);
    font-size: 12px;
    font-weight: 600;
    white-space: nowrap;
  }
  .pill.good {
    background: var(--_good-wash);
    color: var(--_good);
  }
  .pill.warn {
    background: var(--_warn-wash);
    color: var(--_warn);
  }
  .pill.bad {
    background: var(--_bad-wash);
    color: var(--_bad);
  }
  .pill.info {
    background: var(--_info-wash);
    color: var(--_info);
  }
  .skeleton {
    border-radius: var(--_r1);
    background: var(--_wash-2);
  }
`
