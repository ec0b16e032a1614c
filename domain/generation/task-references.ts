import type { GenerationTask, ModelDescriptor, ReferenceRole } from './model-descriptor.js';

interface TaskReferences {
  /** One role of each group must be there. */
  readonly needs: readonly (readonly ReferenceRole[])[];
  /** May be there as well. */
  readonly takes: readonly ReferenceRole[];
}

const anyPicture: readonly ReferenceRole[] = ['first-frame', 'last-frame', 'image', 'character'];

/** What each task looks at. */
const taskReferences: Readonly<Record<GenerationTask, TaskReferences>> = {
  'text-to-video': { needs: [], takes: ['image', 'character', 'audio'] },
  'image-to-video': { needs: [anyPicture], takes: [...anyPicture, 'audio'] },
  'video-to-video': { needs: [['video']], takes: ['image', 'character', 'first-frame', 'mask', 'audio'] },
  extend: { needs: [['video']], takes: ['image'] },
  upscale: { needs: [['video', 'image']], takes: [] },
  performance: { needs: [['performance']], takes: ['character', 'image', 'video'] },
  'lip-sync': { needs: [['video', 'image', 'first-frame']], takes: ['audio'] },
  sound: { needs: [['video']], takes: ['audio'] },
  remix: { needs: [], takes: ['video', 'image'] },
  avatar: { needs: [], takes: ['audio', 'image'] },
  'text-to-image': { needs: [], takes: ['image', 'character'] },
  still: { needs: [['video']], takes: [] },
  edit: { needs: [['image', 'first-frame']], takes: ['image', 'character'] },
  inpaint: { needs: [['image', 'first-frame'], ['mask']], takes: [] },
  outpaint: { needs: [['image', 'first-frame']], takes: [] },
  control: { needs: [['control', 'image']], takes: ['image'] },
};

/** Tasks that make something of the prompt alone: without one there is nothing to do. */
const promptTasks: readonly GenerationTask[] = ['text-to-video', 'text-to-image', 'edit', 'avatar', 'remix'];

/** True if the task can do nothing without a prompt. */
export function needsPrompt(task: GenerationTask): boolean {
  return promptTasks.includes(task);
}

/** Which roles the task needs and are not there, as words: `video or image`. */
export function missingReferences(task: GenerationTask, roles: readonly ReferenceRole[]): string[] {
  return taskReferences[task].needs
    .filter((group) => !group.some((role) => roles.includes(role)))
    .map((group) => group.join(' or '));
}

function takesAll(task: GenerationTask, roles: readonly ReferenceRole[]): boolean {
  const { needs, takes } = taskReferences[task];
  return roles.every((role) => takes.includes(role) || needs.some((group) => group.includes(role)));
}

/**
 * The task that the references ask for: one that has all it needs and looks at all that is there. The one that
 * needs most wins, because it means them most; then the model's own order decides. Undefined: none.
 */
export function taskOf(model: ModelDescriptor, roles: readonly ReferenceRole[]): GenerationTask | undefined {
  const able = model.tasks.filter(
    (task) => missingReferences(task, roles).length === 0 && takesAll(task, roles),
  );
  const needed = (task: GenerationTask): number => taskReferences[task].needs.length;
  return able.reduce<GenerationTask | undefined>(
    (best, task) => (best === undefined || needed(task) > needed(best) ? task : best),
    undefined,
  );
}
