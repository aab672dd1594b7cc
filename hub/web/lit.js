// The one place that names the version of Lit.
export {LitElement, html, svg, css, nothing, repeat, classMap, live} from './vendor/lit-3.3.3.js';
