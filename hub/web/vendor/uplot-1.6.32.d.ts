// Types of what uplot-1.6.32.js exports, as far as Lares uses them.
export type AlignedData = [xs: number[], ...ys: (number | null)[][]];
export class uPlot {
  constructor(options: object, data: AlignedData, target: HTMLElement);
  setData(data: AlignedData): void;
  setSize(size: {width: number; height: number}): void;
  destroy(): void;
  readonly cursor: {idx: number | null};
}
