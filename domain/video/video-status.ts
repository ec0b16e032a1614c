/** Where a video stands. The last three are final. */
export const VideoStatus = {
  Pending: 'pending',
  Queued: 'queued',
  Processing: 'processing',
  Completed: 'completed',
  Failed: 'failed',
  Cancelled: 'cancelled',
} as const;
export type VideoStatus = (typeof VideoStatus)[keyof typeof VideoStatus];

/** True if the status can no longer change. */
export function isFinalStatus(status: VideoStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
