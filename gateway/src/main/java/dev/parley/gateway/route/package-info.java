/** What goes to services besides the person's own request: the routes themselves are in {@code application.yml}. */
@NullMarked
package dev.parley.gateway.route;

import org.jspecify.annotations.NullMarked;
