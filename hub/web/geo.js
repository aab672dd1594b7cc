/** From degrees to metres around a point and back; good for the kilometres around a home. */

/** @typedef {{latitude: number, longitude: number}} Point */
/** Metres east and south of the middle. @typedef {{x: number, y: number}} Offset */

/** Metres in a degree of latitude, on a sphere of 6 371 km. */
const DEGREE_M = 111_195;

/**
 * @param {Point} middle
 * @param {Point} point
 * @returns {Offset}
 */
export function offsetOf(middle, point) {
  return {
    x: (point.longitude - middle.longitude) * DEGREE_M * Math.cos((middle.latitude * Math.PI) / 180),
    y: (middle.latitude - point.latitude) * DEGREE_M,
  };
}

/**
 * @param {Point} middle
 * @param {Offset} offset
 * @returns {Point}
 */
export function pointAt(middle, offset) {
  const longitude = middle.longitude + offset.x / (DEGREE_M * Math.cos((middle.latitude * Math.PI) / 180));
  return {latitude: rounded(middle.latitude - offset.y / DEGREE_M), longitude: rounded(longitude)};
}

/** A length that reads well and is no longer than `most`: 1, 2 or 5 times a power of ten. @param {number} most */
export function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((one) => one * power).find((one) => one <= most) ?? power;
}

/** A tenth of a metre is enough. @param {number} degrees */
function rounded(degrees) {
  return Math.round(degrees * 1e6) / 1e6;
}
