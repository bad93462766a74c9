/** The only door out of Firebreak: {@link dev.firebreak.http.VendorHttp}. */
@NullMarked
package dev.firebreak.http;

import org.jspecify.annotations.NullMarked;
