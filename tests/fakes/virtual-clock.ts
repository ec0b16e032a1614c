export { VirtualClock } from '../../testing/fakes/virtual-clock.js';
