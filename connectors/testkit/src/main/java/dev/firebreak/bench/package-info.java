/**
 * CONTAIN4, the work Firebreak is measured by: one alert comes in, three containing calls go out in
 * parallel, then a ticket. {@link dev.firebreak.bench.Bench} runs it against the shipped
 * application and against {@link dev.firebreak.bench.Floor the floor}, the least any durable system
 * has to do; {@link dev.firebreak.bench.CrashRun} kills the application in the middle of it.
 */
@NullMarked
package dev.firebreak.bench;

import org.jspecify.annotations.NullMarked;
