// The one place that names the version of uPlot.
export {uPlot} from './vendor/uplot-1.6.32.js';
