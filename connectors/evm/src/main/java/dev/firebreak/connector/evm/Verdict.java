package dev.firebreak.connector.evm;

/**
 * What a node's error on a transaction means. The words are not standardised; these are Geth's and
 * those of its relatives.
 *
 * @see <a href="https://github.com/ethereum/go-ethereum/blob/master/core/txpool/errors.go">Geth's
 *     pool</a>
 * @see <a href="https://github.com/ethereum/go-ethereum/blob/master/core/error.go">Geth's rules</a>
 */
enum Verdict {
  /** The node has it already: as good as taken. */
  KNOWN,
  /** Its nonce is in a block, by this or another transaction. */
  NONCE_USED,
  /** Another one with its nonce waits, and pays as much. */
  UNDERPRICED,
  /** It can never be taken as it is. */
  REJECTED,
  /** Anything else: it may have been passed on before the error. */
  UNCLEAR;

  static Verdict of(RpcError e) {
    if (e.says("already known", "alreadyknown", "known transaction", "already imported")) {
      return KNOWN;
    }
    if (e.says("nonce too low", "nonce is too low", "oldnonce", "invalid nonce")) {
      return NONCE_USED;
    }
    if (e.says("replacement", "underpriced", "fee too low to replace", "feetoolow")) {
      return UNDERPRICED;
    }
    boolean forGood =
        e.says(
            "insufficient funds",
            "less than block base fee",
            "intrinsic gas",
            "exceeds block gas limit",
            "exceeds the configured cap",
            "invalid chain id",
            "invalid sender",
            "type not supported",
            "transaction type");
    return forGood || e.code() == -32_601 || e.code() == -32_602 ? REJECTED : UNCLEAR;
  }
}
