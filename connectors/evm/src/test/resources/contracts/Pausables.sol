// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

// Contracts for the tests of connectors/evm. They behave at their border as contracts on
// OpenZeppelin's Pausable do: the first two as release 5 (custom errors), the third as release 4
// (reasons as text). How the bytecode beside this file was made stands in README.md.

contract RoleVault {
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    error EnforcedPause();
    error ExpectedPause();
    error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);

    event Paused(address account);
    event Unpaused(address account);

    bool public paused;
    uint256 public pauses;
    mapping(address => bool) private pausers;

    constructor() {
        pausers[msg.sender] = true;
    }

    function pause() external {
        requireRole();
        if (paused) revert EnforcedPause();
        paused = true;
        pauses++;
        emit Paused(msg.sender);
    }

    function unpause() external {
        requireRole();
        if (!paused) revert ExpectedPause();
        paused = false;
        emit Unpaused(msg.sender);
    }

    function requireRole() private view {
        if (!pausers[msg.sender]) {
            revert AccessControlUnauthorizedAccount(msg.sender, PAUSER_ROLE);
        }
    }
}

contract OwnedVault {
    error OwnableUnauthorizedAccount(address account);

    address private immutable owner = msg.sender;
    bool public paused;

    function pause() external {
        if (msg.sender != owner) revert OwnableUnauthorizedAccount(msg.sender);
        paused = true;
    }
}

contract OldVault {
    address private immutable owner = msg.sender;
    bool public paused;

    function pause() external {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        require(!paused, "Pausable: paused");
        paused = true;
    }

    function unpause() external {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        require(paused, "Pausable: not paused");
        paused = false;
    }
}

contract Token {
    uint8 public constant decimals = 6;
    mapping(address => uint256) public balanceOf;

    constructor() {
        balanceOf[msg.sender] = 1_234_567_890;
    }
}
