export { VideoGenerationError } from './domain/errors/video-generation-error.js';
