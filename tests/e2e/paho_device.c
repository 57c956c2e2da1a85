/* A device made of Eclipse Paho's C client: paho_device ADDRESS CLIENT_ID QOS COUNT. Publishes COUNT messages
 * that ask to be echoed, each after the other's acknowledgement; prints every echo that comes, in the order
 * it comes. */
#include <MQTTClient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char* during, int code)
{
    printf("failed %s %d\n", during, code);
    return 1;
}

int main(int argc, char** argv)
{
    if (argc != 5)
        return 2;
    MQTTClient client;
    MQTTClient_connectOptions options = MQTTClient_connectOptions_initializer;
    options.MQTTVersion = MQTTVERSION_3_1_1;
    options.keepAliveInterval = 20;
    options.cleansession = 0;
    options.username = "M";
    options.password = "right";
    int code = MQTTClient_create(&client, argv[1], argv[2], MQTTCLIENT_PERSISTENCE_NONE, NULL);
    if (code != MQTTCLIENT_SUCCESS)
        return fail("create", code);
    code = MQTTClient_connect(client, &options);
    if (code != MQTTCLIENT_SUCCESS)
        return fail("connect", code);
    int granted = MQTTClient_subscribe(client, argv[2], 1);
    printf("subscribe %d\n", granted);
    printf("foreign %d\n", MQTTClient_subscribe(client, "#", 1));
    for (int i = 0; i < atoi(argv[4]); ++i) {
        char text[64];
        int size = snprintf(text, sizeof text, "echo %d", i);
        MQTTClient_deliveryToken token = 0;
        code = MQTTClient_publish(client, "device", size, text, atoi(argv[3]), 0, &token);
        if (code == MQTTCLIENT_SUCCESS && atoi(argv[3]) > 0)
            code = MQTTClient_waitForCompletion(client, token, 10000);
        if (code != MQTTCLIENT_SUCCESS)
            return fail("publish", code);
        char* topic = NULL;
        int topic_size = 0;
        MQTTClient_message* message = NULL;
        code = MQTTClient_receive(client, &topic, &topic_size, &message, 10000);
        if (code != MQTTCLIENT_SUCCESS || message == NULL)
            return fail("receive", code);
        printf("%s %.*s\n", topic, message->payloadlen, (const char*)message->payload);
        MQTTClient_freeMessage(&message);
        MQTTClient_free(topic);
    }
    MQTTClient_disconnect(client, 1000);
    MQTTClient_destroy(&client);
    return 0;
}
