/** Types of meetings in the order in which charts stack them, each with its colour. */

export const MEETING_TYPES = [
  "summit",
  "ministerial",
  "conference",
  "donor_conference",
  "military",
  "officials",
  "bilateral",
  "other",
] as const;

export function typeColour(type: string): string {
  const place = (MEETING_TYPES as readonly string[]).indexOf(type);
  return `series-${place < 0 ? MEETING_TYPES.length : place + 1}`;
}
