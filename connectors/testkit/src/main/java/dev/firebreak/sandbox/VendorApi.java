package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;

/** One fake vendor. Called under the sandbox's lock, one request at a time. */
interface VendorApi {
  /** Checks the credential, does what is asked, answers. */
  Reply answer(Ask ask) throws JsonProcessingException;

  /** An error in the vendor's own words and form. */
  Reply error(int status, String message);
}
