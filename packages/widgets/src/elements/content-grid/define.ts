import { defineOnce } from '../../internal/define-once.ts'
import { SparkkitContentGrid } from './content-grid.ts'

defineOnce('sparkkit-content-grid', SparkkitContentGrid)
