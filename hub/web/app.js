/** Start the page: define the elements, then let the store connect. */

import './elements/lares-app.js';
import {store} from './store.js';

store.start();
