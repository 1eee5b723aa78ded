import './story.ts'
