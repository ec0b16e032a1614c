import { z } from 'zod';

const id = z.string().min(1);

const scene = z.strictObject({
  avatar: id,
  background: id,
  scriptText: z.string().min(1).optional(),
  scriptAudio: id.optional(),
  scriptLanguage: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
    .optional(),
  avatarSettings: z
    .strictObject({
      voice: id.optional(),
      horizontalAlign: z.enum(['left', 'center', 'right']).optional(),
      scale: z.number().optional(),
      style: z.enum(['rectangular', 'circular']).optional(),
      seamless: z.boolean().optional(),
    })
    .optional(),
  backgroundSettings: z.looseObject({}).optional(),
  transition: id.optional(),
});

const video = {
  test: z.boolean().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  visibility: z.enum(['private', 'public']).optional(),
  callbackId: z.string().optional(),
  folderId: id.optional(),
};

/** `POST /v2/videos`. Source: Synthesia's API reference. */
export const videoBody = z.strictObject({
  ...video,
  input: z.array(scene).min(1).max(25),
  aspectRatio: z.enum(['16:9', '9:16', '1:1', '4:5', '5:4']).optional(),
  soundtrack: z.enum(['corporate', 'inspirational', 'modern', 'urban']).optional(),
  ctaSettings: z.strictObject({ label: z.string(), url: z.url() }).optional(),
});

/** `POST /v2/videos/fromTemplate`. */
export const templateBody = z.strictObject({
  ...video,
  templateId: id,
  templateData: z.record(z.string(), z.string()),
  brandKitId: id.optional(),
});

/** `POST /v2/webhooks`. */
export const webhookBody = z.strictObject({
  url: z.url(),
  events: z.array(z.enum(['video.completed', 'video.failed'])).min(1),
});

/** Scripts are XML as far as tags go: what is not a known tag breaks them. */
export function brokenTags(text: string): boolean {
  return /[<>]/.test(text.replaceAll(/<break time="[\d.]+s"\s*\/>/g, ''));
}
