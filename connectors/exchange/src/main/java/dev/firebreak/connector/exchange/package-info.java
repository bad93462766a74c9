/**
 * The exchange's own withdrawal service, spoken to by the contract that {@code
 * withdrawal-service.openapi.yaml} in this folder publishes.
 */
@NullMarked
package dev.firebreak.connector.exchange;

import org.jspecify.annotations.NullMarked;
