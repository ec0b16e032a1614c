import type { PromptRequest, RequestIssue } from 'aether-video/plugin';
import type { Spelling } from './sora-body.js';
import { serverUrl } from './sora-client.js';
import { ownVideoId, pictureOf, videoOf } from './sora-references.js';

const where = 'parameters.references';

/** Why the server would refuse the request; each says what would work. */
export function soraIssues(request: PromptRequest, spelling: Spelling): readonly RequestIssue[] {
  const unknown = Object.keys(request.providerOptions).join(', ');
  return [
    ...sizeIssues(request, spelling),
    ...pictureIssues(request, spelling),
    ...videoIssues(request, spelling),
    ...(unknown === ''
      ? []
      : [{ where: 'parameters.providerOptions', message: `there is no option ${unknown}` }]),
  ];
}

function sizeIssues({ resolution, aspectRatio }: PromptRequest, { model }: Spelling): RequestIssue[] {
  const byRatio = model.sizes[resolution ?? ''];
  if (!byRatio || byRatio[aspectRatio ?? ''] !== undefined) return [];
  const known = Object.keys(byRatio).join(', ');
  const message = `${aspectRatio} is not offered at ${resolution}; what works: ${known}`;
  return [{ where: 'parameters.aspectRatio', message }];
}

function pictureIssues(request: PromptRequest, { options, traits }: Spelling): RequestIssue[] {
  const pictures = request.references.filter(({ role }) => role === 'first-frame' || role === 'image');
  const issues: RequestIssue[] = [];
  if (request.task !== 'image-to-video') {
    if (pictures.length > 0) issues.push({ where, message: `${request.task} looks at no picture` });
    return issues;
  }
  if (pictures.length > 1) {
    issues.push({ where, message: 'the clip begins with one picture: give first-frame or image, not both' });
  }
  const picture = pictureOf(request);
  if (picture && 'url' in picture && traits.pictureAddress === undefined) {
    issues.push({ where, message: `a ${options.server} server takes pictures as local files alone` });
  }
  return issues;
}

function videoIssues(request: PromptRequest, { options, traits }: Spelling): RequestIssue[] {
  const { task } = request;
  const video = videoOf(request);
  if (task === 'text-to-video' || task === 'image-to-video') {
    return video ? [{ where, message: `${task} looks at no video` }] : [];
  }
  const isOwn = video !== undefined && ownVideoId(options.baseUrl, video) !== undefined;
  const needed = serverUrl(options, '/videos/ID');
  if (isOwn) return [];
  if (task === 'still' || task === 'remix') {
    return [{ where, message: `${task} needs the address of a video at the server, ${needed}, as video` }];
  }
  if (!video || 'url' in video) {
    return [{ where, message: `${task} needs a local file, or a video at the server, ${needed}, as video` }];
  }
  if (traits.body !== 'json') return [];
  return [{ where, message: `files cannot be sent as JSON: name a video at the server, ${needed}` }];
}
