/** The worker's module: beside this one in the sources, a bundle of its own in a build. */
export const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './libsql-worker.js', import.meta.url)
