package dev.firebreak.connector.evm;

import dev.firebreak.connector.ActionFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;

/**
 * What a transaction may cost, and when it counts as stuck.
 *
 * @param mostPerGas in wei
 * @param leastTip per gas, in wei
 * @param mostGas of one transaction
 * @param stuckAfter how long one waits before it is sent again with higher fees
 */
record Limits(BigInteger mostPerGas, BigInteger leastTip, BigInteger mostGas, Duration stuckAfter) {
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);

  static Limits inGwei(long mostPerGas, long leastTip, long mostGas, Duration stuckAfter) {
    return new Limits(
        BigInteger.valueOf(mostPerGas).multiply(GWEI),
        BigInteger.valueOf(leastTip).multiply(GWEI),
        BigInteger.valueOf(mostGas),
        stuckAfter);
  }

  /**
   * Fees that get into a block soon, also if the base fee doubles.
   *
   * @throws ActionFailure REFUSED where the chain wants more than is allowed now
   */
  Unsigned.Fees fees(BigInteger baseFee, BigInteger suggestedTip) throws ActionFailure {
    BigInteger tip = suggestedTip.max(leastTip);
    if (baseFee.add(tip).compareTo(mostPerGas) > 0) {
      throw ActionFailure.refused(
          "the chain wants "
              + gwei(baseFee.add(tip))
              + " gwei per gas, and the setting 'max-fee-gwei' allows "
              + gwei(mostPerGas));
    }
    return new Unsigned.Fees(tip, baseFee.shiftLeft(1).add(tip).min(mostPerGas));
  }

  /**
   * Fees that replace a transaction of the same nonce: nodes want both at least a tenth higher
   * (https://geth.ethereum.org/docs/fundamentals/command-line-options, {@code txpool.pricebump}).
   */
  Unsigned.Fees above(Unsigned.Fees old, Unsigned.Fees fresh) {
    return new Unsigned.Fees(
        raised(old.tip()).max(fresh.tip()), raised(old.most()).max(fresh.most()));
  }

  boolean allows(Unsigned.Fees fees) {
    return fees.most().compareTo(mostPerGas) <= 0;
  }

  /**
   * Gas with a reserve of a half.
   *
   * @throws ActionFailure REFUSED where that is more than is allowed
   */
  BigInteger gas(BigInteger estimate) throws ActionFailure {
    BigInteger gas = estimate.add(estimate.shiftRight(1));
    if (gas.compareTo(mostGas) > 0) {
      throw ActionFailure.refused(
          "the call would take " + gas + " gas, and the setting 'gas-limit' allows " + mostGas);
    }
    return gas;
  }

  private static BigInteger raised(BigInteger fee) {
    return fee.add(fee.shiftRight(3)).add(BigInteger.ONE);
  }

  private static String gwei(BigInteger wei) {
    return new BigDecimal(wei, 9).stripTrailingZeros().toPlainString();
  }
}
