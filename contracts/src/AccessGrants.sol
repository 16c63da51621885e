// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";

/// @title Keys that act for a consumer: nobody owns this register, nothing in it can be changed but by the consumer
contract AccessGrants is IAccessGrants {
    /// @dev READ, WRITE, REVISION, VOUCHER, REPLACE.
    uint8 private constant ALL_RIGHTS = 31;
    uint8 private constant VOUCHER = 8;
    /// @dev Four thousand million members.
    uint256 private constant DEPTH_MAX = 32;

    /// @dev Two slots: a grant without where it holds.
    struct Given {
        address consumer;
        uint8 rights;
        uint32 expiry;
        bool revoked;
        uint32 group;
        address key;
        uint88 voucherCap;
    }

    /// @dev Where a key's own grant holds; a member's holds where its group does.
    struct Place {
        bytes32 slaId;
        bytes32 scope;
    }

    /// @dev What was said last of a key, in one slot: all that is read when a key with a grant of its own signs, and for a member its group's
    /// first slot besides. Once it is revoked nothing is allowed after the second 0; who said it last stays.
    struct Standing {
        uint40 grantId;
        /// 0 for a grant of its own.
        uint32 group;
        /// The group's, when the key joined it.
        uint40 word;
        uint32 expiry;
        uint8 rights;
        uint88 voucherCap;
    }

    /// @dev Four slots, of which members read the first.
    struct GroupRecord {
        /// 0 once it is revoked: no member joined under that.
        uint40 word;
        /// 0 when there is no such group.
        uint32 expiry;
        bytes32 root;
        Place place;
    }

    /// @dev Grants and roots of groups, counted together: of two the later has the higher number.
    uint40 private _count;
    mapping(uint64 grantId => Given) private _given;
    mapping(uint64 grantId => Place) private _places;
    mapping(address consumer => mapping(bytes32 slaId => mapping(address key => Standing))) private _standings;
    mapping(address consumer => mapping(uint32 number => GroupRecord)) private _groups;

    // ---------------------------------------------------------------- one key

    /// @inheritdoc IAccessGrants
    function grant(address key, bytes32 slaId, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId)
    {
        _requireRights(rights);
        _requireAhead(expiry);

        grantId = ++_count;
        Place memory place = Place({slaId: slaId, scope: scope});
        _places[grantId] = place;
        _give({
            grantId: grantId,
            given: Given({
                consumer: msg.sender, rights: rights, expiry: expiry, revoked: false, group: 0, key: key, voucherCap: voucherCap
            }),
            place: place,
            word: 0
        });
    }

    /// @inheritdoc IAccessGrants
    function revoke(uint64 grantId) external {
        Given storage given = _given[grantId];
        if (given.consumer == address(0)) revert GrantUnknown({grantId: grantId});
        if (given.consumer != msg.sender) revert NotConsumer({grantId: grantId, caller: msg.sender});

        given.revoked = true;
        bytes32 slaId = _placeOf(grantId, given.consumer, given.group).slaId;
        Standing memory standing = _standings[msg.sender][slaId][given.key];
        // One that was replaced before says nothing any more.
        if (standing.grantId == grantId) {
            (standing.expiry, standing.rights, standing.voucherCap) = (0, 0, 0);
            _standings[msg.sender][slaId][given.key] = standing;
        }
        emit Revoked({grantId: grantId});
    }

    // ---------------------------------------------------------------- groups

    /// @inheritdoc IAccessGrants
    function grantGroup(uint32 number, bytes32 slaId, bytes32 root, uint32 expiry, bytes32 scope) external {
        if (number == 0 || _groups[msg.sender][number].expiry != 0) revert GroupNumberTaken({consumer: msg.sender, number: number});
        _requireRoot(root);
        _requireAhead(expiry);

        uint40 word = ++_count;
        _groups[msg.sender][number] = GroupRecord({word: word, expiry: expiry, root: root, place: Place({slaId: slaId, scope: scope})});
        emit GroupGranted({consumer: msg.sender, number: number, slaId: slaId, word: word, root: root, expiry: expiry, scope: scope});
    }

    /// @inheritdoc IAccessGrants
    function regroup(uint32 number, bytes32 root) external {
        GroupRecord storage group = _standingGroup(msg.sender, number);
        _requireRoot(root);

        uint40 word = ++_count;
        group.word = word;
        group.root = root;
        emit Regrouped({consumer: msg.sender, number: number, word: word, root: root});
    }

    /// @inheritdoc IAccessGrants
    function revokeGroup(uint32 number) external {
        GroupRecord storage group = _groups[msg.sender][number];
        if (group.expiry == 0) revert GroupUnknown({consumer: msg.sender, number: number});

        group.word = 0;
        emit GroupRevoked({consumer: msg.sender, number: number});
    }

    /// @inheritdoc IAccessGrants
    function join(address consumer, uint32 number, uint8 rights, uint88 voucherCap, bytes32[] calldata proof)
        external
        returns (uint64 grantId)
    {
        GroupRecord memory group = _standingGroup(consumer, number);
        _requireRights(rights);
        if (proof.length > DEPTH_MAX) revert ProofTooLong({nodes: proof.length, most: DEPTH_MAX});
        if (MerkleProof.processProofCalldata(proof, leafOf(consumer, number, msg.sender, rights, voucherCap)) != group.root) {
            revert NotMember({consumer: consumer, number: number, key: msg.sender});
        }
        Standing memory before = _standings[consumer][group.place.slaId][msg.sender];
        uint40 said = before.group == 0 ? before.grantId : before.word;
        if (said == group.word) revert JoinedAlready({grantId: before.grantId});
        if (said > group.word) revert NewerWord({grantId: before.grantId});

        // What was made from the grant's number, such as keys of S3, stays good when a member joins again.
        grantId = before.group == number ? before.grantId : ++_count;
        _give({
            grantId: grantId,
            given: Given({
                consumer: consumer,
                rights: rights,
                expiry: group.expiry,
                revoked: false,
                group: number,
                key: msg.sender,
                voucherCap: voucherCap
            }),
            place: group.place,
            word: group.word
        });
        emit Joined({grantId: grantId, consumer: consumer, number: number, word: group.word});
    }

    /// @inheritdoc IAccessGrants
    function leafOf(address consumer, uint32 number, address key, uint8 rights, uint88 voucherCap) public view returns (bytes32) {
        bytes memory member = abi.encode(block.chainid, address(this), consumer, number, key, rights, voucherCap);
        return keccak256(bytes.concat(keccak256(member)));
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IAccessGrants
    function grantOf(uint64 grantId) external view returns (Grant memory) {
        Given memory given = _given[grantId];
        if (given.consumer == address(0)) revert GrantUnknown({grantId: grantId});
        Place memory place = _placeOf(grantId, given.consumer, given.group);
        Standing memory standing = _standings[given.consumer][place.slaId][given.key];
        bool holds = given.group == 0 || (standing.grantId == grantId && _isInGroup(given.consumer, standing));
        return Grant({
            consumer: given.consumer,
            rights: given.rights,
            expiry: given.expiry,
            revoked: given.revoked || !holds,
            group: given.group,
            key: given.key,
            voucherCap: given.voucherCap,
            slaId: place.slaId,
            scope: place.scope
        });
    }

    /// @inheritdoc IAccessGrants
    function groupOf(address consumer, uint32 number) external view returns (Group memory) {
        GroupRecord memory group = _groups[consumer][number];
        if (group.expiry == 0) revert GroupUnknown({consumer: consumer, number: number});
        return Group({word: group.word, expiry: group.expiry, root: group.root, slaId: group.place.slaId, scope: group.place.scope});
    }

    /// @inheritdoc IAccessGrants
    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool) {
        return _allows(consumer, _standings[consumer][slaId][key], key, rights);
    }

    /// @inheritdoc IAccessGrants
    function vouchersOf(address consumer, bytes32 slaId, address key) external view returns (bool allowed, uint88 cap) {
        Standing memory standing = _standings[consumer][slaId][key];
        return _allows(consumer, standing, key, VOUCHER) ? (true, standing.voucherCap) : (false, 0);
    }

    /// @inheritdoc IAccessGrants
    function voucherCapOf(address consumer, bytes32 slaId, address key) external view returns (uint88) {
        Standing memory standing = _standings[consumer][slaId][key];
        return _isLive(consumer, standing) ? standing.voucherCap : 0;
    }

    // ---------------------------------------------------------------- small

    function _give(uint64 grantId, Given memory given, Place memory place, uint40 word) private {
        _given[grantId] = given;
        _standings[given.consumer][place.slaId][given.key] = Standing({
            grantId: uint40(grantId),
            group: given.group,
            word: word,
            expiry: given.expiry,
            rights: given.rights,
            voucherCap: given.voucherCap
        });
        emit Granted({
            grantId: grantId,
            consumer: given.consumer,
            key: given.key,
            slaId: place.slaId,
            rights: given.rights,
            expiry: given.expiry,
            voucherCap: given.voucherCap,
            scope: place.scope
        });
    }

    function _placeOf(uint64 grantId, address consumer, uint32 group) private view returns (Place storage) {
        return group == 0 ? _places[grantId] : _groups[consumer][group].place;
    }

    /// @dev A signature that fails to recover yields the zero address: no grant may ever speak for it.
    function _allows(address consumer, Standing memory standing, address key, uint8 rights) private view returns (bool) {
        return key != address(0) && standing.rights & rights == rights && _isLive(consumer, standing);
    }

    function _isLive(address consumer, Standing memory standing) private view returns (bool) {
        return block.timestamp <= standing.expiry && _isInGroup(consumer, standing);
    }

    /// @dev A grant of its own needs no group; a member's holds as long as the group has the root that it joined under.
    function _isInGroup(address consumer, Standing memory standing) private view returns (bool) {
        return standing.group == 0 || _groups[consumer][standing.group].word == standing.word;
    }

    /// @dev The consumer's group, which is neither revoked nor expired.
    function _standingGroup(address consumer, uint32 number) private view returns (GroupRecord storage group) {
        group = _groups[consumer][number];
        if (group.expiry == 0) revert GroupUnknown({consumer: consumer, number: number});
        if (group.word == 0 || block.timestamp > group.expiry) revert GroupOver({consumer: consumer, number: number});
    }

    function _requireRights(uint8 rights) private pure {
        if (rights == 0 || rights > ALL_RIGHTS) revert RightsInvalid({rights: rights});
    }

    function _requireAhead(uint32 expiry) private view {
        if (expiry <= block.timestamp) revert ExpiryInPast({expiry: expiry});
    }

    function _requireRoot(bytes32 root) private pure {
        if (root == 0) revert RootInvalid();
    }
}
