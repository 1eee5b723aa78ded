import type { Platform } from '../content/types.ts'

/** Where a creator is found on their platform. `handle` comes without its @. */
export const profileUrl = (platform: Platform, handle: string): string =>
  platform === 'tiktok'
    ? `https://www.tiktok.com/@${encodeURIComponent(handle)}`
    : `https://www.instagram.com/${encodeURIComponent(handle)}/`
