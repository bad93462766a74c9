/**
 * AWS Identity and Access Management: switches access keys off and on, ends the sessions of a role,
 * and takes every permission from a user.
 */
@NullMarked
package dev.firebreak.connector.awsiam;

import org.jspecify.annotations.NullMarked;
