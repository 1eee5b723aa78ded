export { noteSources } from './note-sources.ts'
export { thumbnailRoutes } from './routes.ts'
export { createThumbnailTask } from './task.ts'
export { thumbnailUrl } from './url.ts'
