package network.flashback.chain.deploy;

import network.flashback.evm.Bytes;

/// Whether code on a chain is what the compiler made.
final class CompiledCode {
  private CompiledCode() {}

  /// Creation code carries the code that it leaves on the chain, with zeros where the constructor
  /// writes immutables: so everywhere else the two must agree.
  static boolean isOf(Bytes creation, Bytes deployed) {
    byte[] template = creation.toArray();
    byte[] code = deployed.toArray();
    if (code.length == 0) {
      return false;
    }
    for (int from = 0; from + code.length <= template.length; from++) {
      if (agree(template, from, code)) {
        return true;
      }
    }
    return false;
  }

  private static boolean agree(byte[] template, int from, byte[] code) {
    for (int i = 0; i < code.length; i++) {
      if (template[from + i] != code[i] && template[from + i] != 0) {
        return false;
      }
    }
    return true;
  }
}
