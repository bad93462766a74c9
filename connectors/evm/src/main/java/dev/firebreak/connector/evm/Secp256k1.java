package dev.firebreak.connector.evm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Signatures as EVM chains have them: ECDSA over secp256k1 with the lower of both values of s
 * (https://eips.ethereum.org/EIPS/eip-2), from which the signer's key can be found again, and
 * Keccak-256.
 */
final class Secp256k1 {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
  private static final BigInteger HALF = CURVE.getN().shiftRight(1);

  /**
   * @param odd which of the two points with this r was used
   */
  record Signature(BigInteger r, BigInteger s, boolean odd) {
    /** With the lower s. */
    Signature low() {
      return s.compareTo(HALF) <= 0 ? this : new Signature(r, CURVE.getN().subtract(s), !odd);
    }
  }

  private Secp256k1() {}

  static byte[] keccak256(byte[] message) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }

  static boolean isPrivateKey(BigInteger key) {
    return key.signum() > 0 && key.compareTo(CURVE.getN()) < 0;
  }

  /** The same signature for the same hash and key, every time (RFC 6979). */
  static Signature sign(byte[] hash, BigInteger privateKey) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(privateKey, DOMAIN));
    BigInteger[] rs = signer.generateSignature(hash);
    BigInteger s = rs[1].min(CURVE.getN().subtract(rs[1]));
    EvmAddress own = address(publicKey(privateKey));
    for (boolean odd : new boolean[] {false, true}) {
      Signature signature = new Signature(rs[0], s, odd);
      if (recover(hash, signature).filter(own::equals).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("one of both points is the signer's, but for one in 2^127");
  }

  /** Who made a signature; empty where nobody can have. */
  static Optional<EvmAddress> recover(byte[] hash, Signature signature) {
    BigInteger n = CURVE.getN();
    if (!isPrivateKey(signature.r()) || !isPrivateKey(signature.s())) {
      return Optional.empty();
    }
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (signature.odd() ? 3 : 2);
    System.arraycopy(Hex.word(signature.r()), 0, compressed, 1, 32);
    ECPoint point;
    try {
      point = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    BigInteger inverse = signature.r().modInverse(n);
    BigInteger u1 = new BigInteger(1, hash).negate().multiply(inverse).mod(n);
    BigInteger u2 = signature.s().multiply(inverse).mod(n);
    ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point, u2).normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(address(uncompressed(key)));
  }

  /** 64 bytes: both coordinates. */
  static byte[] publicKey(BigInteger privateKey) {
    return uncompressed(
        new FixedPointCombMultiplier().multiply(CURVE.getG(), privateKey).normalize());
  }

  /** The account of a public key of 64 bytes. */
  static EvmAddress address(byte[] publicKey) {
    return EvmAddress.of(Arrays.copyOfRange(keccak256(publicKey), 12, 32));
  }

  private static byte[] uncompressed(ECPoint point) {
    return Arrays.copyOfRange(point.getEncoded(false), 1, 65);
  }
}
