import type { GenerationTask } from 'aether-video/plugin';

/** How a submission is spelled: `json-without-files` sends JSON unless a file goes along. */
export const bodyModes = ['multipart', 'json', 'json-without-files'] as const;
export type BodyMode = (typeof bodyModes)[number];

/** Fields beside those of the protocol. */
export type ExtraField = 'seed' | 'negative_prompt' | 'fps' | 'generate_sound';

/** What a kind of server makes of the protocol. */
export interface ServerTraits {
  readonly tasks: readonly GenerationTask[];
  readonly body: BodyMode;
  /** How JSON spells the length; multipart knows text alone. */
  readonly secondsAs: 'string' | 'number';
  /** Fields of its own that it knows in each kind of body. */
  readonly extras: Readonly<Record<'json' | 'multipart', readonly ExtraField[]>>;
  /** Field that takes the address of a picture; undefined: it takes files alone. */
  readonly pictureAddress?: 'input_reference' | 'image_reference';
  /** Whether DELETE stops work that is under way. */
  readonly deleteStops: boolean;
  /** Whether `content` has the variants `thumbnail` and `spritesheet`. */
  readonly hasVariants: boolean;
}

const everyTask: readonly GenerationTask[] = [
  ...(['text-to-video', 'image-to-video', 'remix', 'video-to-video', 'extend'] as const),
];
const ownFields: readonly ExtraField[] = ['seed', 'negative_prompt', 'fps', 'generate_sound'];

/**
 * Kinds of servers. Source: the types of `openai` 6.49.0, LiteLLM's documentation of `/videos`, and the request
 * models of vLLM-Omni and SGLang.
 */
export const servers = {
  openai: {
    tasks: everyTask,
    body: 'multipart',
    secondsAs: 'string',
    extras: { json: [], multipart: [] },
    pictureAddress: 'input_reference',
    deleteStops: false,
    hasVariants: true,
  },
  litellm: {
    tasks: everyTask,
    body: 'json-without-files',
    secondsAs: 'string',
    extras: { json: [], multipart: [] },
    pictureAddress: 'input_reference',
    deleteStops: false,
    hasVariants: true,
  },
  'vllm-omni': {
    tasks: ['text-to-video', 'image-to-video'],
    body: 'multipart',
    secondsAs: 'string',
    extras: { json: ownFields, multipart: ownFields },
    pictureAddress: 'image_reference',
    deleteStops: true,
    hasVariants: false,
  },
  sglang: {
    tasks: ['text-to-video', 'image-to-video'],
    body: 'json-without-files',
    secondsAs: 'number',
    extras: { json: ['seed', 'fps'], multipart: ['fps'] },
    deleteStops: false,
    hasVariants: false,
  },
} as const satisfies Readonly<Record<string, ServerTraits>>;

export type ServerKind = keyof typeof servers;
export const serverKinds = Object.keys(servers) as [ServerKind, ...ServerKind[]];
