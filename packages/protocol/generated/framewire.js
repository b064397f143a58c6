/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const framewire = $root.framewire = (() => {

    /**
     * Namespace framewire.
     * @exports framewire
     * @namespace
     */
    const framewire = {};

    framewire.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof framewire
         * @namespace
         */
        const v1 = {};

        v1.Packet = (function() {

            /**
             * Properties of a Packet.
             * @typedef {Object} framewire.v1.Packet.$Properties
             * @property {framewire.v1.Hello.$Properties|null} [hello] Packet hello
             * @property {framewire.v1.Bye.$Properties|null} [bye] Packet bye
             * @property {framewire.v1.Ack.$Properties|null} [ack] Packet ack
             * @property {framewire.v1.Ping.$Properties|null} [ping] Packet ping
             * @property {framewire.v1.Pong.$Properties|null} [pong] Packet pong
             * @property {framewire.v1.Demand.$Properties|null} [demand] Packet demand
             * @property {framewire.v1.Frame.$Properties|null} [frame] Packet frame
             * @property {"hello"|"bye"|"ack"|"ping"|"pong"|"demand"|"frame"} [kind] Packet kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Packet.
             * @memberof framewire.v1
             * @interface IPacket
             * @augments framewire.v1.Packet.$Properties
             * @deprecated Use framewire.v1.Packet.$Properties instead.
             */

            /**
             * Narrowed shape of a Packet.
             * @typedef {{
             *   hello?: framewire.v1.Hello.$Shape|null;
             *   bye?: framewire.v1.Bye.$Shape|null;
             *   ack?: framewire.v1.Ack.$Shape|null;
             *   ping?: framewire.v1.Ping.$Shape|null;
             *   pong?: framewire.v1.Pong.$Shape|null;
             *   demand?: framewire.v1.Demand.$Shape|null;
             *   frame?: framewire.v1.Frame.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "hello"; hello: framewire.v1.Hello.$Shape; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "bye"; hello?: null; bye: framewire.v1.Bye.$Shape; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "ack"; hello?: null; bye?: null; ack: framewire.v1.Ack.$Shape; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "ping"; hello?: null; bye?: null; ack?: null; ping: framewire.v1.Ping.$Shape; pong?: null; demand?: null; frame?: null }|{ kind?: "pong"; hello?: null; bye?: null; ack?: null; ping?: null; pong: framewire.v1.Pong.$Shape; demand?: null; frame?: null }|{ kind?: "demand"; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand: framewire.v1.Demand.$Shape; frame?: null }|{ kind?: "frame"; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame: framewire.v1.Frame.$Shape })
             * )} framewire.v1.Packet.$Shape
             */

            /**
             * Constructs a new Packet.
             * @memberof framewire.v1
             * @classdesc Represents a Packet.
             * @constructor
             * @param {framewire.v1.Packet.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Packet = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Packet hello.
             * @member {framewire.v1.Hello.$Properties|null|undefined} hello
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.hello = null;

            /**
             * Packet bye.
             * @member {framewire.v1.Bye.$Properties|null|undefined} bye
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.bye = null;

            /**
             * Packet ack.
             * @member {framewire.v1.Ack.$Properties|null|undefined} ack
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.ack = null;

            /**
             * Packet ping.
             * @member {framewire.v1.Ping.$Properties|null|undefined} ping
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.ping = null;

            /**
             * Packet pong.
             * @member {framewire.v1.Pong.$Properties|null|undefined} pong
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.pong = null;

            /**
             * Packet demand.
             * @member {framewire.v1.Demand.$Properties|null|undefined} demand
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.demand = null;

            /**
             * Packet frame.
             * @member {framewire.v1.Frame.$Properties|null|undefined} frame
             * @memberof framewire.v1.Packet
             * @instance
             */
            Packet.prototype.frame = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Packet kind.
             * @member {"hello"|"bye"|"ack"|"ping"|"pong"|"demand"|"frame"|undefined} kind
             * @memberof framewire.v1.Packet
             * @instance
             */
            $Object.defineProperty(Packet.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "bye", "ack", "ping", "pong", "demand", "frame"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Packet message. Does not implicitly {@link framewire.v1.Packet.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Packet
             * @static
             * @param {framewire.v1.Packet.$Properties} message Packet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Packet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.framewire.v1.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.bye != null && $Object.hasOwnProperty.call(message, "bye"))
                    $root.framewire.v1.Bye.encode(message.bye, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack"))
                    $root.framewire.v1.Ack.encode(message.ack, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                    $root.framewire.v1.Ping.encode(message.ping, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.pong != null && $Object.hasOwnProperty.call(message, "pong"))
                    $root.framewire.v1.Pong.encode(message.pong, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.demand != null && $Object.hasOwnProperty.call(message, "demand"))
                    $root.framewire.v1.Demand.encode(message.demand, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.frame != null && $Object.hasOwnProperty.call(message, "frame"))
                    $root.framewire.v1.Frame.encode(message.frame, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Packet message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Packet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Packet & framewire.v1.Packet.$Shape} Packet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Packet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Packet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.framewire.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.kind = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.bye = $root.framewire.v1.Bye.decode(reader, reader.size(), $undefined, _depth + 1, message.bye);
                            message.kind = "bye";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.ack = $root.framewire.v1.Ack.decode(reader, reader.size(), $undefined, _depth + 1, message.ack);
                            message.kind = "ack";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.ping = $root.framewire.v1.Ping.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                            message.kind = "ping";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.pong = $root.framewire.v1.Pong.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                            message.kind = "pong";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.demand = $root.framewire.v1.Demand.decode(reader, reader.size(), $undefined, _depth + 1, message.demand);
                            message.kind = "demand";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.frame = $root.framewire.v1.Frame.decode(reader, reader.size(), $undefined, _depth + 1, message.frame);
                            message.kind = "frame";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Packet;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} framewire.v1.Hello.$Properties
             * @property {number|null} [version] Hello version
             * @property {string|null} [name] Hello name
             * @property {string|null} [instanceId] Hello instanceId
             * @property {Array.<string>|null} [codecs] Hello codecs
             * @property {number|null} [maxPacketBytes] Hello maxPacketBytes
             * @property {number|null} [maxLatency] Hello maxLatency
             * @property {Uint8Array|null} [instanceKey] Hello instanceKey
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof framewire.v1
             * @interface IHello
             * @augments framewire.v1.Hello.$Properties
             * @deprecated Use framewire.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {framewire.v1.Hello.$Properties} framewire.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof framewire.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {framewire.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                this.codecs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello version.
             * @member {number} version
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.version = 0;

            /**
             * Hello name.
             * @member {string} name
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.name = "";

            /**
             * Hello instanceId.
             * @member {string} instanceId
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.instanceId = "";

            /**
             * Hello codecs.
             * @member {Array.<string>} codecs
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.codecs = $util.emptyArray;

            /**
             * Hello maxPacketBytes.
             * @member {number} maxPacketBytes
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.maxPacketBytes = 0;

            /**
             * Hello maxLatency.
             * @member {number} maxLatency
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.maxLatency = 0;

            /**
             * Hello instanceKey.
             * @member {Uint8Array} instanceKey
             * @memberof framewire.v1.Hello
             * @instance
             */
            Hello.prototype.instanceKey = $util.newBuffer([]);

            /**
             * Encodes the specified Hello message. Does not implicitly {@link framewire.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Hello
             * @static
             * @param {framewire.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.instanceId != null && $Object.hasOwnProperty.call(message, "instanceId") && message.instanceId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.instanceId);
                if (message.codecs != null && message.codecs.length)
                    for (let i = 0; i < message.codecs.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.codecs[i]);
                if (message.maxPacketBytes != null && $Object.hasOwnProperty.call(message, "maxPacketBytes") && message.maxPacketBytes !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.maxPacketBytes);
                if (message.maxLatency != null && $Object.hasOwnProperty.call(message, "maxLatency") && message.maxLatency !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.maxLatency);
                if (message.instanceKey != null && $Object.hasOwnProperty.call(message, "instanceKey") && message.instanceKey.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.instanceKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Hello & framewire.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instanceId = value;
                            else
                                delete message.instanceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.codecs && message.codecs.length))
                                message.codecs = [];
                            message.codecs.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxPacketBytes = value;
                            else
                                delete message.maxPacketBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxLatency = value;
                            else
                                delete message.maxLatency;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.instanceKey = value;
                            else
                                delete message.instanceKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hello;
        })();

        v1.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} framewire.v1.Frame.$Properties
             * @property {number|Long|null} [sequence] Frame sequence
             * @property {number|Long|null} [timestamp] Frame timestamp
             * @property {string|null} [codec] Frame codec
             * @property {framewire.v1.Frame.Type|null} [type] Frame type
             * @property {number|null} [width] Frame width
             * @property {number|null} [height] Frame height
             * @property {boolean|null} [ackRequested] Frame ackRequested
             * @property {number|null} [encoded] Frame encoded
             * @property {number|null} [queued] Frame queued
             * @property {number|null} [sent] Frame sent
             * @property {number|null} [level] Frame level
             * @property {number|null} [acquired] Frame acquired
             * @property {Uint8Array|null} [data] Frame data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof framewire.v1
             * @interface IFrame
             * @augments framewire.v1.Frame.$Properties
             * @deprecated Use framewire.v1.Frame.$Properties instead.
             */

            /**
             * Shape of a Frame.
             * @typedef {framewire.v1.Frame.$Properties} framewire.v1.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof framewire.v1
             * @classdesc Represents a Frame.
             * @constructor
             * @param {framewire.v1.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame sequence.
             * @member {number|Long} sequence
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Frame timestamp.
             * @member {number|Long} timestamp
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.timestamp = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Frame codec.
             * @member {string} codec
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.codec = "";

            /**
             * Frame type.
             * @member {framewire.v1.Frame.Type} type
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.type = 0;

            /**
             * Frame width.
             * @member {number} width
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.width = 0;

            /**
             * Frame height.
             * @member {number} height
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.height = 0;

            /**
             * Frame ackRequested.
             * @member {boolean} ackRequested
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.ackRequested = false;

            /**
             * Frame encoded.
             * @member {number} encoded
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.encoded = 0;

            /**
             * Frame queued.
             * @member {number} queued
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.queued = 0;

            /**
             * Frame sent.
             * @member {number} sent
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.sent = 0;

            /**
             * Frame level.
             * @member {number} level
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.level = 0;

            /**
             * Frame acquired.
             * @member {number} acquired
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.acquired = 0;

            /**
             * Frame data.
             * @member {Uint8Array} data
             * @memberof framewire.v1.Frame
             * @instance
             */
            Frame.prototype.data = $util.newBuffer([]);

            /**
             * Encodes the specified Frame message. Does not implicitly {@link framewire.v1.Frame.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Frame
             * @static
             * @param {framewire.v1.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sequence);
                if (message.timestamp != null && $Object.hasOwnProperty.call(message, "timestamp") && (typeof message.timestamp === "object" ? message.timestamp.low || message.timestamp.high : message.timestamp !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.timestamp);
                if (message.codec != null && $Object.hasOwnProperty.call(message, "codec") && message.codec !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.codec);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.type);
                if (message.width != null && $Object.hasOwnProperty.call(message, "width") && message.width !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.width);
                if (message.height != null && $Object.hasOwnProperty.call(message, "height") && message.height !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.height);
                if (message.ackRequested != null && $Object.hasOwnProperty.call(message, "ackRequested") && message.ackRequested !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ackRequested);
                if (message.encoded != null && $Object.hasOwnProperty.call(message, "encoded") && message.encoded !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.encoded);
                if (message.queued != null && $Object.hasOwnProperty.call(message, "queued") && message.queued !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.queued);
                if (message.sent != null && $Object.hasOwnProperty.call(message, "sent") && message.sent !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.sent);
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.level);
                if (message.acquired != null && $Object.hasOwnProperty.call(message, "acquired") && message.acquired !== 0)
                    writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.acquired);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Frame & framewire.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timestamp = value;
                            else
                                delete message.timestamp;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.codec = value;
                            else
                                delete message.codec;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.width = value;
                            else
                                delete message.width;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.height = value;
                            else
                                delete message.height;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ackRequested = value;
                            else
                                delete message.ackRequested;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.encoded = value;
                            else
                                delete message.encoded;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.queued = value;
                            else
                                delete message.queued;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sent = value;
                            else
                                delete message.sent;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.acquired = value;
                            else
                                delete message.acquired;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Type enum.
             * @name framewire.v1.Frame.Type
             * @enum {number}
             * @property {number} KEY=0 KEY value
             * @property {number} DELTA=1 DELTA value
             */
            Frame.Type = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "KEY"] = 0;
                values[valuesById[1] = "DELTA"] = 1;
                return values;
            })();

            return Frame;
        })();

        v1.Ack = (function() {

            /**
             * Properties of an Ack.
             * @typedef {Object} framewire.v1.Ack.$Properties
             * @property {number|Long|null} [consumed] Ack consumed
             * @property {number|Long|null} [ackDelay] Ack ackDelay
             * @property {number|Long|null} [receivedAt] Ack receivedAt
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ack.
             * @memberof framewire.v1
             * @interface IAck
             * @augments framewire.v1.Ack.$Properties
             * @deprecated Use framewire.v1.Ack.$Properties instead.
             */

            /**
             * Shape of an Ack.
             * @typedef {framewire.v1.Ack.$Properties} framewire.v1.Ack.$Shape
             */

            /**
             * Constructs a new Ack.
             * @memberof framewire.v1
             * @classdesc Represents an Ack.
             * @constructor
             * @param {framewire.v1.Ack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ack consumed.
             * @member {number|Long} consumed
             * @memberof framewire.v1.Ack
             * @instance
             */
            Ack.prototype.consumed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack ackDelay.
             * @member {number|Long} ackDelay
             * @memberof framewire.v1.Ack
             * @instance
             */
            Ack.prototype.ackDelay = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack receivedAt.
             * @member {number|Long} receivedAt
             * @memberof framewire.v1.Ack
             * @instance
             */
            Ack.prototype.receivedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link framewire.v1.Ack.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Ack
             * @static
             * @param {framewire.v1.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.consumed != null && $Object.hasOwnProperty.call(message, "consumed") && (typeof message.consumed === "object" ? message.consumed.low || message.consumed.high : message.consumed !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.consumed);
                if (message.ackDelay != null && $Object.hasOwnProperty.call(message, "ackDelay") && (typeof message.ackDelay === "object" ? message.ackDelay.low || message.ackDelay.high : message.ackDelay !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.ackDelay);
                if (message.receivedAt != null && $Object.hasOwnProperty.call(message, "receivedAt") && (typeof message.receivedAt === "object" ? message.receivedAt.low || message.receivedAt.high : message.receivedAt !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.receivedAt);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Ack & framewire.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Ack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.consumed = value;
                            else
                                delete message.consumed;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.ackDelay = value;
                            else
                                delete message.ackDelay;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedAt = value;
                            else
                                delete message.receivedAt;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ack;
        })();

        v1.Demand = (function() {

            /**
             * Properties of a Demand.
             * @typedef {Object} framewire.v1.Demand.$Properties
             * @property {boolean|null} [wanted] Demand wanted
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Demand.
             * @memberof framewire.v1
             * @interface IDemand
             * @augments framewire.v1.Demand.$Properties
             * @deprecated Use framewire.v1.Demand.$Properties instead.
             */

            /**
             * Shape of a Demand.
             * @typedef {framewire.v1.Demand.$Properties} framewire.v1.Demand.$Shape
             */

            /**
             * Constructs a new Demand.
             * @memberof framewire.v1
             * @classdesc Represents a Demand.
             * @constructor
             * @param {framewire.v1.Demand.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Demand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Demand wanted.
             * @member {boolean} wanted
             * @memberof framewire.v1.Demand
             * @instance
             */
            Demand.prototype.wanted = false;

            /**
             * Encodes the specified Demand message. Does not implicitly {@link framewire.v1.Demand.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Demand
             * @static
             * @param {framewire.v1.Demand.$Properties} message Demand message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Demand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.wanted != null && $Object.hasOwnProperty.call(message, "wanted") && message.wanted !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.wanted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Demand message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Demand
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Demand & framewire.v1.Demand.$Shape} Demand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Demand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Demand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.wanted = value;
                            else
                                delete message.wanted;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Demand;
        })();

        v1.Ping = (function() {

            /**
             * Properties of a Ping.
             * @typedef {Object} framewire.v1.Ping.$Properties
             * @property {number|Long|null} [sent] Ping sent
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Ping.
             * @memberof framewire.v1
             * @interface IPing
             * @augments framewire.v1.Ping.$Properties
             * @deprecated Use framewire.v1.Ping.$Properties instead.
             */

            /**
             * Shape of a Ping.
             * @typedef {framewire.v1.Ping.$Properties} framewire.v1.Ping.$Shape
             */

            /**
             * Constructs a new Ping.
             * @memberof framewire.v1
             * @classdesc Represents a Ping.
             * @constructor
             * @param {framewire.v1.Ping.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ping = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ping sent.
             * @member {number|Long} sent
             * @memberof framewire.v1.Ping
             * @instance
             */
            Ping.prototype.sent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Ping message. Does not implicitly {@link framewire.v1.Ping.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Ping
             * @static
             * @param {framewire.v1.Ping.$Properties} message Ping message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ping.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sent != null && $Object.hasOwnProperty.call(message, "sent") && (typeof message.sent === "object" ? message.sent.low || message.sent.high : message.sent !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sent);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Ping
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Ping & framewire.v1.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ping.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Ping();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sent = value;
                            else
                                delete message.sent;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ping;
        })();

        v1.Pong = (function() {

            /**
             * Properties of a Pong.
             * @typedef {Object} framewire.v1.Pong.$Properties
             * @property {number|Long|null} [pingSent] Pong pingSent
             * @property {number|Long|null} [received] Pong received
             * @property {number|Long|null} [sent] Pong sent
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pong.
             * @memberof framewire.v1
             * @interface IPong
             * @augments framewire.v1.Pong.$Properties
             * @deprecated Use framewire.v1.Pong.$Properties instead.
             */

            /**
             * Shape of a Pong.
             * @typedef {framewire.v1.Pong.$Properties} framewire.v1.Pong.$Shape
             */

            /**
             * Constructs a new Pong.
             * @memberof framewire.v1
             * @classdesc Represents a Pong.
             * @constructor
             * @param {framewire.v1.Pong.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pong = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pong pingSent.
             * @member {number|Long} pingSent
             * @memberof framewire.v1.Pong
             * @instance
             */
            Pong.prototype.pingSent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Pong received.
             * @member {number|Long} received
             * @memberof framewire.v1.Pong
             * @instance
             */
            Pong.prototype.received = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Pong sent.
             * @member {number|Long} sent
             * @memberof framewire.v1.Pong
             * @instance
             */
            Pong.prototype.sent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Pong message. Does not implicitly {@link framewire.v1.Pong.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Pong
             * @static
             * @param {framewire.v1.Pong.$Properties} message Pong message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pingSent != null && $Object.hasOwnProperty.call(message, "pingSent") && (typeof message.pingSent === "object" ? message.pingSent.low || message.pingSent.high : message.pingSent !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.pingSent);
                if (message.received != null && $Object.hasOwnProperty.call(message, "received") && (typeof message.received === "object" ? message.received.low || message.received.high : message.received !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.received);
                if (message.sent != null && $Object.hasOwnProperty.call(message, "sent") && (typeof message.sent === "object" ? message.sent.low || message.sent.high : message.sent !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sent);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Pong
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Pong & framewire.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pingSent = value;
                            else
                                delete message.pingSent;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.received = value;
                            else
                                delete message.received;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sent = value;
                            else
                                delete message.sent;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pong;
        })();

        v1.Bye = (function() {

            /**
             * Properties of a Bye.
             * @typedef {Object} framewire.v1.Bye.$Properties
             * @property {framewire.v1.Bye.Reason|null} [reason] Bye reason
             * @property {string|null} [message] Bye message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Bye.
             * @memberof framewire.v1
             * @interface IBye
             * @augments framewire.v1.Bye.$Properties
             * @deprecated Use framewire.v1.Bye.$Properties instead.
             */

            /**
             * Shape of a Bye.
             * @typedef {framewire.v1.Bye.$Properties} framewire.v1.Bye.$Shape
             */

            /**
             * Constructs a new Bye.
             * @memberof framewire.v1
             * @classdesc Represents a Bye.
             * @constructor
             * @param {framewire.v1.Bye.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Bye = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Bye reason.
             * @member {framewire.v1.Bye.Reason} reason
             * @memberof framewire.v1.Bye
             * @instance
             */
            Bye.prototype.reason = 0;

            /**
             * Bye message.
             * @member {string} message
             * @memberof framewire.v1.Bye
             * @instance
             */
            Bye.prototype.message = "";

            /**
             * Encodes the specified Bye message. Does not implicitly {@link framewire.v1.Bye.verify|verify} messages.
             * @function encode
             * @memberof framewire.v1.Bye
             * @static
             * @param {framewire.v1.Bye.$Properties} message Bye message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Bye.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.reason);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Bye message from the specified reader or buffer.
             * @function decode
             * @memberof framewire.v1.Bye
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {framewire.v1.Bye & framewire.v1.Bye.$Shape} Bye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Bye.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.framewire.v1.Bye();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Reason enum.
             * @name framewire.v1.Bye.Reason
             * @enum {number}
             * @property {number} UNSPECIFIED=0 UNSPECIFIED value
             * @property {number} LEFT=1 LEFT value
             * @property {number} SHUTTING_DOWN=2 SHUTTING_DOWN value
             * @property {number} BUSY=3 BUSY value
             * @property {number} VERSION=4 VERSION value
             * @property {number} PROTOCOL_ERROR=5 PROTOCOL_ERROR value
             * @property {number} UNAUTHORISED=6 UNAUTHORISED value
             * @property {number} TIMED_OUT=7 TIMED_OUT value
             * @property {number} NO_COMMON_CODEC=8 NO_COMMON_CODEC value
             * @property {number} REPLACED=9 REPLACED value
             */
            Bye.Reason = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "UNSPECIFIED"] = 0;
                values[valuesById[1] = "LEFT"] = 1;
                values[valuesById[2] = "SHUTTING_DOWN"] = 2;
                values[valuesById[3] = "BUSY"] = 3;
                values[valuesById[4] = "VERSION"] = 4;
                values[valuesById[5] = "PROTOCOL_ERROR"] = 5;
                values[valuesById[6] = "UNAUTHORISED"] = 6;
                values[valuesById[7] = "TIMED_OUT"] = 7;
                values[valuesById[8] = "NO_COMMON_CODEC"] = 8;
                values[valuesById[9] = "REPLACED"] = 9;
                return values;
            })();

            return Bye;
        })();

        return v1;
    })();

    return framewire;
})();

export {
  $root as default
};
