// Types of what lit-3.3.3.js exports, as far as Lares uses them.
export interface TemplateResult {
  readonly strings: TemplateStringsArray;
  readonly values: unknown[];
}
export interface CSSResult {
  readonly cssText: string;
}
export interface PropertyOptions {
  attribute?: boolean | string;
  type?: unknown;
  reflect?: boolean;
  state?: boolean;
}
export interface ReactiveController {
  hostConnected?(): void;
  hostDisconnected?(): void;
  hostUpdate?(): void;
}
export type PropertyValues = Map<PropertyKey, unknown>;
export class LitElement extends HTMLElement {
  static properties: Record<string, PropertyOptions>;
  static styles: CSSResult | CSSResult[];
  readonly isConnected: boolean;
  readonly renderRoot: HTMLElement | ShadowRoot;
  readonly updateComplete: Promise<boolean>;
  connectedCallback(): void;
  disconnectedCallback(): void;
  requestUpdate(name?: PropertyKey, oldValue?: unknown): void;
  protected shouldUpdate(changed: PropertyValues): boolean;
  addController(controller: ReactiveController): void;
  protected render(): unknown;
  protected willUpdate(changed: PropertyValues): void;
  protected updated(changed: PropertyValues): void;
  protected firstUpdated(changed: PropertyValues): void;
}
export const nothing: unique symbol;
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export function svg(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export function css(strings: TemplateStringsArray, ...values: (CSSResult | number)[]): CSSResult;
export function repeat<T>(
  items: Iterable<T>,
  key: (item: T, index: number) => unknown,
  template: (item: T, index: number) => unknown,
): unknown;
export function classMap(classes: Record<string, boolean | undefined>): unknown;
export function live(value: unknown): unknown;
